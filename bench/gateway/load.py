"""Requests a second and their latency, by wrk."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from bench.gateway.proxies import Proxy

SECONDS, CONNECTIONS = 1, 32

_REPORT = Path(__file__).with_name("report.lua")


def load(wrk: str, proxy: Proxy) -> dict[str, Any]:
    """Requests for ``SECONDS``; a second, and percentiles of their latency in ms.

    Args:
        wrk: the program.
        proxy: what is loaded.

    Raises:
        RuntimeError: a request failed.
    """
    # Once to warm up: since the last turn a cached container has been forgotten.
    for _ in range(2):
        measured = _run(wrk, proxy)
        if failed := measured.pop("failed"):
            raise RuntimeError(f"port {proxy.port}: {failed} requests failed")
    return measured


def _run(wrk: str, proxy: Proxy) -> dict[str, Any]:
    headers = [f"--header={name}: {value}" for name, value in proxy.headers.items()]
    limits = ["--threads=1", f"--connections={CONNECTIONS}", f"--duration={SECONDS}s"]
    url = f"http://127.0.0.1:{proxy.port}/"
    run = subprocess.run(
        [wrk, *limits, *headers, "--script", str(_REPORT), url],
        check=True,
        stdout=subprocess.PIPE,
    )
    measured: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return measured
