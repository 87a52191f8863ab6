"""Finds and signals the processes of a container.

A container's processes have a variable in their environment that names it. A process group would
not do: tmux, in which the agent runs its commands, leaves the group.
"""

from __future__ import annotations

import os
import signal
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
    if number is signal.SIGKILL:
        # Docker ends all of them at once: none may act upon the end of another.
        signal_all(container_id, signal.SIGSTOP)
    signaled: set[int] = set()
    for _ in range(_ROUNDS):
        new = set(_start_times(container_id)) - signaled
        if not new:
            break
        for pid in new:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        signaled |= new
    return bool(signaled)


def signal_first(container_id: str, number: signal.Signals) -> bool:
    """Signals the process that started first, from which all others come.

    Returns:
        Whether there was any.
    """
    times = _start_times(container_id)
    if not times:
        return False
    with suppress(ProcessLookupError):
        os.kill(min(times, key=lambda pid: (times[pid], pid)), number)
    return True


def _start_times(container_id: str) -> dict[int, int]:
    """When each process of a container started, in clock ticks since the system did, by its id."""
    mark = f"{MARK}={container_id}".encode()
    times = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            # The process may end at any time, or belong to another user.
            with suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    times[int(folder.name)] = _start_time(folder)
    return times


def _start_time(folder: Path) -> int:
    # Field 22 of proc(5); the second one, the program's name, may have spaces and parentheses.
    return int((folder / "stat").read_text().rpartition(")")[2].split()[19])
