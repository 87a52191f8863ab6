"""Processes that a test kills, limits, or runs as another user.

A fork server imports the package once and forks for each process.
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

# Modules whose functions make system calls; files from `open` write.
_KERNEL = ("posix", "fcntl", "io", "_io")


class KillableProcess:
    """A process that runs ``action(report, …)``; ``reports`` receives what ``report`` sends."""

    def __init__(self, action: Callable[..., None], *arguments: Any, **named: Any) -> None:
        self.reports, sender = _context.Pipe(duplex=False)
        self.process = _context.Process(target=action, args=(sender, *arguments), kwargs=named)
        self.process.start()
        sender.close()

    def ends(self) -> tuple[int | None, list[Any]]:
        """Waits until the process ends.

        Returns:
            The exit code, negative for a signal, and the reports.
        """
        reported = []
        try:
            while True:
                reported.append(self.reports.recv())
        except EOFError:
            self.process.join()
        return self.process.exitcode, reported


def shared_text() -> Any:
    """Up to 31 bytes, as ``value``, that both processes share."""
    return _context.RawArray("c", 32)


def changes(folder: Path, content: bytes) -> dict[Path, bytes | None]:
    """The same content for every name in a folder."""
    return dict.fromkeys((folder / name for name in NAMES), content)


def write_once(report: Connection, folder: Path, content: bytes) -> None:
    """Writes once; reports the error message, if any."""
    try:
        apply_changes(changes(folder, content))
    except FileError as error:
        report.send(str(error))


def write_as(report: Connection, folder: Path, user: int) -> None:
    """Writes once as another user."""
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    write_once(report, folder, NEW)


def write_with_limit(report: Connection, folder: Path, size: int) -> None:
    """Writes once with a file size limit of ``size`` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    write_once(report, folder, NEW)


def write_many(report: Connection, folders: list[Path], content: bytes, times: int) -> None:
    """Writes every name in every folder repeatedly, while another process does the same."""
    for _ in range(times):
        apply_changes(
            {path: data for folder in folders for path, data in changes(folder, content).items()}
        )
    report.send("done")


def write_for_ever(report: Connection, folder: Path, phase: Any, *, is_anonymous: bool) -> None:
    """Alternates old and new content; ``phase`` is the current or last system call."""
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
    """Writes once, and kills itself before system call number ``before``, which it reports."""
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
