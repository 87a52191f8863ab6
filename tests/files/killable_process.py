"""What tests run in a process of its own, because it is killed, limited, or somebody else's.

A fork server imports once, and forks for each.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any

from frontend_patch.errors import FileError
from frontend_patch.files.transaction import apply_changes

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__])

NAMES = ("index.html", "index.html.br", "index.html.gz")
OLD, NEW = b"old" * 5000, b"new" * 20_000

# Modules whose functions are system calls; `open` and what it gives write.
_KERNEL = ("posix", "fcntl", "io", "_io")


class Victim:
    """A process that runs ``action(report, …)``; what ``report`` sends arrives at ``reports``."""

    def __init__(self, action: Callable[..., None], *arguments: Any, **named: Any) -> None:
        self.reports, sender = _context.Pipe(duplex=False)
        self.process = _context.Process(target=action, args=(sender, *arguments), kwargs=named)
        self.process.start()
        sender.close()

    def ends(self) -> tuple[int | None, list[Any]]:
        """Waits for its end.

        Returns:
            The exit code, negative for a signal, and what it has reported.
        """
        reported = []
        try:
            while True:
                reported.append(self.reports.recv())
        except EOFError:
            self.process.join()
        return self.process.exitcode, reported


def shared_text() -> Any:
    """Up to 31 characters that this process and a victim share; they are its ``value``."""
    return _context.RawArray("c", 32)


def changes(folder: Path, content: bytes) -> dict[Path, bytes | None]:
    """All names of a folder with the same content."""
    return dict.fromkeys((folder / name for name in NAMES), content)


def write_once(report: Connection, folder: Path, content: bytes) -> None:
    """Reports the message of the error, if there is one."""
    try:
        apply_changes(changes(folder, content))
    except FileError as error:
        report.send(str(error))


def write_as(report: Connection, folder: Path, user: int) -> None:
    """The same as another user."""
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    write_once(report, folder, NEW)


def write_with_limit(report: Connection, folder: Path, size: int) -> None:
    """The same where no file may be larger than ``size`` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    write_once(report, folder, NEW)


def write_many(report: Connection, folders: list[Path], content: bytes, times: int) -> None:
    """All names of all folders, over and over, while others do the same."""
    for _ in range(times):
        apply_changes(
            {path: data for one in folders for path, data in changes(one, content).items()}
        )
    report.send("done")


def write_for_ever(report: Connection, folder: Path, phase: Any, *, is_anonymous: bool) -> None:
    """Old and new by turns; ``phase`` holds the system call that goes on, or came last."""
    _use_tmpfile(is_anonymous=is_anonymous)

    def note(_: FrameType, event: str, called: Any) -> None:
        if event == "c_call" and _is_kernel(called):
            phase.value = called.__name__.encode()

    report.send("ready")
    sys.setprofile(note)
    while True:
        for content in (NEW, OLD):
            apply_changes(changes(folder, content))


def kill_itself(report: Connection, folder: Path, before: int, *, is_anonymous: bool) -> None:
    """Writes once, and is killed at its ``before``-th system call, which it reports."""
    _use_tmpfile(is_anonymous=is_anonymous)
    count = 0

    def kill(_: FrameType, event: str, called: Any) -> None:
        nonlocal count
        if event == "c_call" and _is_kernel(called):
            if count == before:
                sys.setprofile(None)
                report.send(called.__name__)
                os.kill(os.getpid(), signal.SIGKILL)
            count += 1

    sys.setprofile(kill)
    apply_changes(changes(folder, NEW))
    sys.setprofile(None)


def _use_tmpfile(*, is_anonymous: bool) -> None:
    if not is_anonymous and hasattr(os, "O_TMPFILE"):
        del os.O_TMPFILE


def _is_kernel(called: Any) -> bool:
    owner = getattr(called, "__self__", None)
    is_kernel = called.__module__ in _KERNEL or type(owner).__module__ in _KERNEL
    return is_kernel and called.__name__ not in ("fspath", "_path_normpath")
