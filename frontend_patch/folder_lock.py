"""Keeps two runs from changing one folder at the same time, and clears what a killed one left."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from frontend_patch.errors import FileError
from frontend_patch.staged import SUFFIX

# NFS locks no folder (EBADF), others lock nothing.
_CANNOT_LOCK = (errno.EBADF, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)

_held: set[Path] = set()


@contextmanager
def locked(folders: Iterable[Path]) -> Iterator[None]:
    """Holds folders; waits for another run that holds one. A folder already held is no obstacle.

    The lock is flock(2) on the folder itself: it needs no file, and ends with the process. Where
    the file system has none, nothing is held and nothing cleared.

    Raises:
        FileError: a folder cannot be opened.
    """
    with ExitStack() as stack:
        # In one order everywhere, so that no two runs wait for each other.
        for folder in sorted({Path(os.path.realpath(one)) for one in folders} - _held):
            try:
                descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
                stack.callback(os.close, descriptor)
                if _lock(descriptor):
                    _clear(folder)
            except OSError as error:
                raise FileError(f"{folder}: cannot lock it: {error.strerror}") from error
            _held.add(folder)
            stack.callback(_held.discard, folder)
        yield


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno in _CANNOT_LOCK:
            return False
        raise
    return True


def _clear(folder: Path) -> None:
    for left in folder.glob(f".*{SUFFIX}"):
        left.unlink(missing_ok=True)
