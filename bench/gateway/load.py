"""Requests a second and their latency, by wrk."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bench.gateway.proxies import Proxy

SECONDS, CONNECTIONS = 1, 32

_REPORT = Path(__file__).with_name("report.lua")


def load(proxy: Proxy) -> dict[str, Any]:
    """Requests for ``SECONDS``; a second, and percentiles of their latency in ms.

    Raises:
        RuntimeError: wrk is not there, or a request failed.
    """
    wrk = shutil.which("wrk")
    if not wrk:
        raise RuntimeError("wrk is needed: install Debian's package wrk")
    headers = [f"--header={name}: {value}" for name, value in proxy.headers.items()]
    limits = ["--threads=1", f"--connections={CONNECTIONS}", f"--duration={SECONDS}s"]
    url = f"http://127.0.0.1:{proxy.port}/"
    run = subprocess.run(
        [wrk, *limits, *headers, "--script", str(_REPORT), url],
        check=True,
        capture_output=True,
        text=True,
    )
    measured: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    if failed := measured.pop("failed"):
        raise RuntimeError(f"{failed} requests failed:\n{run.stdout}")
    return measured
