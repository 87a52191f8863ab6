"""The figures as Markdown."""

from __future__ import annotations

from statistics import median
from typing import Any

_HEAD = """\
| | requests a second | of plain | p50 | p99 | WebSocket messages a second |
| --- | ---: | ---: | ---: | ---: | ---: |
"""


def table(results: dict[str, Any]) -> str:
    """A row for each proxy; ``of plain`` is the median of what the rounds had."""
    first, *_ = results["proxies"].values()
    rows = [
        f"| {name} | {one['a second']:,.0f} | {_ratio(one, first):.2f} | {one['p50 ms']:.1f} ms "
        f"| {one['p99 ms']:.1f} ms | {one['messages a second']:,.0f} |\n"
        for name, one in results["proxies"].items()
    ]
    return f"{_HEAD}{''.join(rows)}\nMedians, {results['cores']} cores.\n"


def _ratio(one: dict[str, Any], other: dict[str, Any]) -> float:
    rounds = zip(one["samples"]["requests"], other["samples"]["requests"], strict=True)
    ratios: list[float] = [mine["a second"] / its["a second"] for mine, its in rounds]
    return median(ratios)
