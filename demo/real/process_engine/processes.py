"""Finds and signals all processes of a container.

A container's processes have a variable in their environment that names it. A process group would
not do: tmux, in which the agent runs its commands, leaves the group.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

#: The environment variable that holds the container's id.
MARK = "PROCESS_ENGINE_CONTAINER"

# A process may fork while its parent is being signaled.
_ROUNDS = 20


def signal_all(container_id: str, number: signal.Signals) -> bool:
    """Signals every process of a container, also those that appear meanwhile.

    Returns:
        Whether there was any.
    """
    signaled: set[int] = set()
    for _ in range(_ROUNDS):
        new = set(_pids(container_id)) - signaled
        if not new:
            break
        for pid in new:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        signaled |= new
    return bool(signaled)


def _pids(container_id: str) -> Iterator[int]:
    mark = f"{MARK}={container_id}".encode()
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            # The process may end at any time, or belong to another user.
            with suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)
