"""The command that starts the server, as an operator writes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from openhands_multiuser import versions

OURS = "openhands_multiuser.app:app"
_PYTHON = re.compile(r"python[\d.]*")


def uvicorn_arguments(command: Sequence[str]) -> list[str] | None:
    """Return uvicorn's arguments, with this package's application in place of OpenHands'.

    Args:
        command: `uvicorn …` or `python -m uvicorn …`.

    Returns:
        None for any other command, or one that names another application.
    """
    words = list(command)
    if len(words) > 1 and _PYTHON.fullmatch(PurePath(words[0]).name) and words[1] == "-m":
        words = words[2:]
    if not words or PurePath(words[0]).name != "uvicorn":
        return None
    arguments = [OURS if each in versions.SERVER_APPS else each for each in words[1:]]
    return arguments if OURS in arguments else None
