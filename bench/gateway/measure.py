"""Loads the proxies by turns."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.gateway.load import load
from bench.gateway.messages import messages
from bench.gateway.proxies import proxies

#: Short turns and many, since a machine is seldom alone.
ROUNDS = 15


def measure(wrk: str, say: Callable[[str], None]) -> dict[str, Any]:
    """All figures by name of the proxy, as JSON has them."""
    with proxies() as found:
        results: dict[str, Any] = {name: {"requests": [], "messages": []} for name in found}
        for turn in range(ROUNDS):
            say(f"round {turn + 1} of {ROUNDS}")
            for name, proxy in found.items() if turn % 2 else reversed(found.items()):
                results[name]["requests"].append(load(wrk, proxy))
                results[name]["messages"].append(asyncio.run(messages(proxy)))
    return {"cores": os.cpu_count(), "proxies": {n: _summary(one) for n, one in results.items()}}


def _summary(measured: dict[str, Any]) -> dict[str, Any]:
    requests = measured["requests"]
    medians = {key: median(one[key] for one in requests) for key in requests[0]}
    return medians | {"messages a second": median(measured["messages"]), "samples": measured}
