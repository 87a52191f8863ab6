"""Versions of a file, complete on disk before they take its name."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Protocol

#: The suffix of our temporary files.
SUFFIX = ".frontend-patch-tmp"

_NO_TMPFILE = (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT)


class Version(Protocol):
    """What a name refers to, or that it refers to nothing."""

    def put(self) -> None:
        """Makes the name refer to this version, atomically."""

    def close(self) -> None:
        """Discards the version if it has not taken the name."""


class Gone:
    """No file."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def put(self) -> None:
        """Removes the name."""
        self._target.unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing to discard."""


class Link:
    """A symlink."""

    def __init__(self, target: Path, text: str) -> None:
        self._target, self._text = target, text

    def put(self) -> None:
        """Makes the symlink; the name must be free."""
        self._target.symlink_to(self._text)

    def close(self) -> None:
        """Nothing to discard."""


class Staged:
    """A file in the folder of its name, because a rename is atomic only within a file system.

    On Linux it has no name before ``put`` (O_TMPFILE), so a kill leaves nothing behind. Only a file
    with a name can replace an existing one, so it has a temporary name for two system calls. On a
    file system without O_TMPFILE, it has the temporary name from the start.
    """

    def __init__(self, target: Path, data: bytes, *, keep_times: bool = False) -> None:
        """Writes the file to disk, with owner, mode and attributes of the file at ``target``.

        Args:
            target: the name that it will take; not a symlink.
            data: its content.
            keep_times: whether to copy the times of the file at ``target``, too.

        Raises:
            OSError: the file cannot be written, or cannot have that owner.
        """
        self._target = target
        self._temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}{SUFFIX}")
        exists = target.exists()
        self._descriptor, self._path = self._open(0o600 if exists else 0o666)
        try:
            with open(self._descriptor, "wb", closefd=False) as file:
                file.write(data)
            if exists:
                self._become_like(target, keep_times=keep_times)
            os.fsync(self._descriptor)
        except BaseException:
            self.close()
            raise

    def put(self) -> None:
        """Takes the name, and replaces a file that has it."""
        if self._path == self._temporary:
            self._temporary.replace(self._target)
        elif self._target.exists():
            self._link(self._temporary)
            self._temporary.replace(self._target)
        else:
            self._link(self._target)

    def close(self) -> None:
        """Closes the file, and removes the temporary name if it still exists."""
        os.close(self._descriptor)
        with suppress(OSError):  # for example read-only by now; the next run removes it
            self._temporary.unlink(missing_ok=True)

    def _open(self, mode: int) -> tuple[int, Path]:
        if hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").is_dir():
            try:
                descriptor = os.open(self._target.parent, os.O_TMPFILE | os.O_WRONLY, mode)
                return descriptor, Path(f"/proc/self/fd/{descriptor}")
            except OSError as error:
                if error.errno not in _NO_TMPFILE:
                    raise
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        return os.open(self._temporary, flags, mode), self._temporary

    def _become_like(self, other: Path, *, keep_times: bool) -> None:
        wanted, own = other.stat(), os.fstat(self._descriptor)
        if (wanted.st_uid, wanted.st_gid) != (own.st_uid, own.st_gid):
            os.fchown(self._descriptor, wanted.st_uid, wanted.st_gid)
        # After fchown, which clears the set-user-ID and set-group-ID bits.
        shutil.copystat(other, self._path)
        if not keep_times:
            os.utime(self._descriptor)

    def _link(self, name: Path) -> None:
        # A descriptor makes Python call linkat(2) with AT_SYMLINK_FOLLOW; it has no other effect,
        # because the path is absolute.
        os.link(self._path, name, src_dir_fd=self._descriptor, follow_symlinks=True)
