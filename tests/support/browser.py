"""Launches a Chromium that resolves every host name to the stub server."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright

from demo.stub_server.serve import Ports


def launch_arguments(playwright: Playwright, ports: Ports, *hosts: str) -> dict[str, Any]:
    """For ``chromium.launch``: a Chromium that finds the hosts, or every one, at the stub."""
    arguments = [
        f"--host-resolver-rules={ports.resolver_rules(*hosts)}",
        "--ignore-certificate-errors",
    ]
    return which_chromium(playwright) | {"args": arguments}


def which_chromium(playwright: Playwright) -> dict[str, Any]:
    """For ``chromium.launch``: Playwright's own Chromium if it is installed, or the machine's."""
    if Path(playwright.chromium.executable_path).exists():
        return {}
    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "no Chromium: install Debian's chromium, or run `playwright install chromium`"
    return {"executable_path": found}
