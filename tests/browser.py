"""How a Chromium is launched that finds every host name at the stub server."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright

from tests.stub_server.serve import Ports


def launch_arguments(playwright: Playwright, ports: Ports, *hosts: str) -> dict[str, Any]:
    """For ``chromium.launch``: Playwright's own Chromium if it is installed, or the machine's."""
    arguments: dict[str, Any] = {
        "args": [
            f"--host-resolver-rules={ports.resolver_rules(*hosts)}",
            "--ignore-certificate-errors",
        ]
    }
    if not Path(playwright.chromium.executable_path).exists():
        found = shutil.which("chromium") or shutil.which("google-chrome")
        assert found, "no Chromium: install Debian's chromium, or run `playwright install chromium`"
        arguments["executable_path"] = found
    return arguments
