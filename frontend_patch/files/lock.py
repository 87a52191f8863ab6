"""Keeps two runs from changing a folder at the same time; removes leftovers of killed runs."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from frontend_patch.errors import FileError
from frontend_patch.files.staged import SUFFIX

# NFS cannot lock folders (EBADF); some file systems have no locks.
_CANNOT_LOCK = (errno.EBADF, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)

_held: set[Path] = set()


@contextmanager
def locked(folders: Iterable[Path]) -> Iterator[None]:
    """Locks folders, and waits while another run has locked one. Calls may be nested.

    For a folder that does not exist, the nearest existing parent is locked. The lock is flock(2)
    on the folder itself, which needs no file and ends with the process. On a file system without
    locks, nothing is locked and no leftovers are removed.

    Raises:
        FileError: a folder cannot be opened; or another run has locked it in a nested call.
    """
    # Avoids deadlock: one call locks in sorted order; a nested call never blocks.
    may_wait = not _held
    with ExitStack() as stack:
        for folder in sorted({_existing(folder) for folder in folders} - _held):
            try:
                descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
                stack.callback(os.close, descriptor)
                if _lock(descriptor, may_wait=may_wait):
                    _clear(folder)
            except BlockingIOError as error:
                raise FileError(
                    f"{folder}: another run is changing this folder; try again"
                ) from error
            except OSError as error:
                raise FileError(f"{folder}: cannot lock the folder: {error.strerror}") from error
            _held.add(folder)
            stack.callback(_held.discard, folder)
        yield


def _existing(folder: Path) -> Path:
    real = Path(os.path.realpath(folder))
    return next(path for path in (real, *real.parents) if os.path.lexists(path))


def _lock(descriptor: int, *, may_wait: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if may_wait else fcntl.LOCK_NB))
    except OSError as error:
        if error.errno in _CANNOT_LOCK:
            return False
        raise
    return True


def _clear(folder: Path) -> None:
    for leftover in folder.glob(f".*{SUFFIX}"):
        leftover.unlink(missing_ok=True)
