"""The figures of the gateway as a Markdown table."""

from __future__ import annotations

from statistics import median
from typing import Any

from docs_build import blocks

_HEAD = ["", "requests per second", "of plain", "p50", "p99", "WebSocket messages per second"]


def table(results: dict[str, Any]) -> str:
    """A row for each proxy; ``of plain`` is the median over the rounds."""
    first, *_ = results["proxies"].values()
    rows = [
        [
            name,
            f"{figures['a second']:,.0f}",
            f"{_ratio(figures, first):.2f}",
            f"{figures['p50 ms']:.1f} ms",
            f"{figures['p99 ms']:.1f} ms",
            f"{figures['messages a second']:,.0f}",
        ]
        for name, figures in results["proxies"].items()
    ]
    return f"{blocks.table(_HEAD, rows, numbers=True)}\n\nMedians, {results['cores']} cores.\n"


def _ratio(figures: dict[str, Any], plain: dict[str, Any]) -> float:
    rounds = zip(figures["samples"]["requests"], plain["samples"]["requests"], strict=True)
    ratios: list[float] = [own["a second"] / other["a second"] for own, other in rounds]
    return median(ratios)
