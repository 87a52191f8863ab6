"""A Chromium with a profile of its own, which accepts the edge's certificate."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from demo.real.process import Process

_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """A Chromium on PATH, if there is also a display to show it on."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    return next((found for name in _COMMANDS if (found := shutil.which(name))), None)


def chromium(command: str, url: str, certificate: str, folder: Path) -> Process:
    """Prepares a Chromium at a page.

    Args:
        command: the browser's path.
        url: of the page.
        certificate: the hash of the public key that it accepts, for every host.
        folder: receives the profile and the log.
    """
    options = (
        *(f"--user-data-dir={folder / 'chromium'}", "--no-first-run", "--no-default-browser-check"),
        f"--ignore-certificate-errors-spki-list={certificate}",
        # As root, Chromium refuses to start with its sandbox.
        *(("--no-sandbox",) if os.geteuid() == 0 else ()),
    )
    return Process(
        "Chromium", (command, *options, url), os.environ, folder, folder / "chromium.log"
    )
