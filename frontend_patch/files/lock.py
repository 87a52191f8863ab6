"""Keeps two runs from changing one folder at the same time, and clears what a killed one left."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from frontend_patch.errors import FileError
from frontend_patch.files.staged import SUFFIX

# NFS locks no folder (EBADF), others lock nothing.
_CANNOT_LOCK = (errno.EBADF, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)

_held: set[Path] = set()


@contextmanager
def locked(folders: Iterable[Path]) -> Iterator[None]:
    """Holds folders; waits for another run that holds one. A folder already held is no obstacle.

    For a folder that is not there, the one that it will be made in is held. The lock is flock(2) on
    the folder itself: it needs no file, and ends with the process. Where the file system has none,
    nothing is held and nothing cleared.

    Raises:
        FileError: a folder cannot be opened; or another run holds it, and this one holds others.
    """
    # No two runs wait for each other: one that holds folders waits only for such as sort after
    # them, so not for one that it finds out about when it holds some.
    may_wait = not _held
    with ExitStack() as stack:
        for folder in sorted({_existing(one) for one in folders} - _held):
            try:
                descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
                stack.callback(os.close, descriptor)
                if _lock(descriptor, may_wait=may_wait):
                    _clear(folder)
            except BlockingIOError as error:
                raise FileError(f"{folder}: another run is changing it; run this again") from error
            except OSError as error:
                raise FileError(f"{folder}: cannot lock it: {error.strerror}") from error
            _held.add(folder)
            stack.callback(_held.discard, folder)
        yield


def _existing(folder: Path) -> Path:
    real = Path(os.path.realpath(folder))
    return next(one for one in (real, *real.parents) if os.path.lexists(one))


def _lock(descriptor: int, *, may_wait: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if may_wait else fcntl.LOCK_NB))
    except OSError as error:
        if error.errno in _CANNOT_LOCK:
            return False
        raise
    return True


def _clear(folder: Path) -> None:
    for left in folder.glob(f".*{SUFFIX}"):
        left.unlink(missing_ok=True)
