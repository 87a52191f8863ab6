"""What the patch costs, from the last run of ``python -m bench``."""

from __future__ import annotations

import json
from typing import Any

from bench.gateway.table import table as gateway_table
from frontend_patch.paths import HOME

RESULTS = HOME / "bench" / "results.json"
_GATEWAY = HOME / "bench" / "gateway.json"

#: The workload whose figure the README shows.
_CHAT = "chat of 6,000 messages"


def cost_table() -> str:
    """A row for each workload, then the time to install the script."""
    results = _results()
    lines = ["| | unpatched | patched | difference |", "| --- | ---: | ---: | ---: |"]
    for name, workload in results.items():
        if isinstance(workload, dict):
            unit = workload["unit"]
            difference = (
                f"x {workload['ratio']}" if unit == "ms" else f"{workload['difference']:+,.0f} ns"
            )
            before, after = (f"{workload[ui]:,.0f} {unit}" for ui in ("unpatched", "patched"))
            lines.append(f"| {name} | {before} | {after} | {difference} |")
    lines.append(f"| install | | {results['install ms']} ms | |")
    lines.append(f"| frames until a URL is shown | | {results['frames until a URL is shown']} | |")
    return "\n".join([*lines, "", f"Medians, {results['browser']}, headless, 2 cores."])


def gateway_figures() -> str:
    """A row for each proxy, from the last run of ``python -m bench.gateway``."""
    return gateway_table(json.loads(_GATEWAY.read_text()))


def cost_summary() -> str:
    """One sentence for the README."""
    chat = _results()[_CHAT]
    return (
        f"Rendering a {_CHAT} keeps the browser's main thread busy for {chat['patched']:,.0f} ms "
        f"with the patch and {chat['unpatched']:,.0f} ms without it: "
        f"{(chat['ratio'] - 1) * 100:.1f}% more."
    )


def _results() -> dict[str, Any]:
    results: dict[str, Any] = json.loads(RESULTS.read_text())
    return results
