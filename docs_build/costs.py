"""What the patch costs, from the last run of ``python -m bench``."""

from __future__ import annotations

import json
from typing import Any

from docs_build.blocks import table
from frontend_patch.paths import HOME

RESULTS = HOME / "bench" / "results.json"
_GATEWAY = HOME / "bench" / "gateway.json"

#: The workload whose figure the README shows.
_CHAT = "6,000 messages, unpaced"


def cost_table() -> str:
    """A row for each workload, then the time to install the script."""
    results = _results()
    rows = [_row(name, workload) for name, workload in workloads(results).items()]
    install = results["install ms"]
    times = (f"{install[ui]:.1f} ms" for ui in ("empty", "patched"))
    rows.append(["install", "", *times, "", "", ""])
    frames = "frames until a URL is shown"
    rows.append([frames, "", "", str(results[frames]), "", "", ""])
    head = [
        *("", "unpatched", "empty script", "patched", "difference"),
        *("rewritten URLs", "compared with these"),
    ]
    figures = table(head, rows, numbers=True)
    return f"{figures}\n\nMedians, {results['browser']}, headless, 2 cores."


def workloads(results: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The results that have samples with and without the patch, by name."""
    return {name: one for name, one in results.items() if isinstance(one, dict) and "unit" in one}


def _row(name: str, workload: dict[str, Any]) -> list[str]:
    unit = workload["unit"]
    figures = [
        f"{workload[ui]:,.0f} {unit}" if ui in workload else ""
        for ui in ("unpatched", "empty", "patched")
    ]
    if unit == "ns":
        return [name, *figures, f"{workload['difference']:+,.0f} ns", "", ""]
    difference, to_rewritten = (
        f"x {workload[f'ratio{to}']:.2f} ({low:.2f} to {high:.2f})"
        for to in ("", " to rewritten")
        for low, high in [workload[f"quartiles{to}"]]
    )
    return [name, *figures, difference, f"{workload['rewritten']:,.0f} ms", to_rewritten]


def gateway_figures() -> str:
    """A row for each proxy, from the last run of ``python -m bench.gateway``."""
    proxies = json.loads(_GATEWAY.read_text())["proxies"]
    rows = [
        [name, f"{one['a second']:,}", f"{one['p99 ms']:.1f} ms", f"{one['messages a second']:,}"]
        for name, one in proxies.items()
    ]
    head = ["", "requests a second", "p99", "WebSocket messages a second"]
    return table(head, rows, numbers=True)


def cost_summary() -> str:
    """One sentence for the README."""
    chat = _results()[_CHAT]
    return (
        "Adding 6,000 chat messages as fast as the page takes them keeps the browser's main "
        f"thread busy for {chat['patched']:,.0f} ms with the patch and "
        f"{chat['unpatched']:,.0f} ms without it: {(chat['ratio'] - 1) * 100:.0f}% more."
    )


def _results() -> dict[str, Any]:
    results: dict[str, Any] = json.loads(RESULTS.read_text())
    return results
