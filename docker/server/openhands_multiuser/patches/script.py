"""Patch 1: the script in the UI's `index.html`.

The image's build puts it there (`build.py`). OpenHands serves the file as it is. Off where the
server serves no UI. Verified by reading the file.
"""

from __future__ import annotations

from pathlib import Path

from openhands_multiuser.patches.patch import DoesNotHoldError, Patch, Skipped, State, require
from openhands_multiuser.start.server import Server

_INDEX = Path("frontend/build/index.html")
# The attribute by which the frontend patch finds its own tag.
_MARK = b"data-openhands-frontend-patch"


class Script(Patch):
    """The script in the UI."""

    number = 1
    name = "script in index.html"
    critical = False

    def skipped(self, server: Server) -> Skipped | None:
        """Tell that this server serves no UI."""
        if server.environment.get("SERVE_FRONTEND", "true").lower() != "true":
            return Skipped(State.OFF, "SERVE_FRONTEND is not true")
        return None

    def apply(self, server: Server) -> None:
        """Do nothing: the script is part of the image."""

    async def verify(self, server: Server) -> None:  # noqa: ARG002
        """Look for the script's tag.

        Raises:
            DoesNotHoldError: It is not there, or there is no UI.
        """
        try:
            index = _INDEX.read_bytes()
        except OSError as error:
            message = f"{_INDEX.resolve()}: {error.strerror}"
            raise DoesNotHoldError(message) from error
        require(_MARK in index, f"{_INDEX.resolve()} has no script: run build.py in the image")
