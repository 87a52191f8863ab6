"""What a file name is to hold next: complete on the disk before it takes the name."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Protocol

#: Ends the name of a temporary file of ours.
SUFFIX = ".frontend-patch-tmp"

_NO_TMPFILE = (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT)


class Version(Protocol):
    """What a name holds, or that it holds nothing."""

    def put(self) -> None:
        """Gives it the name, in one step."""

    def close(self) -> None:
        """Lets go of what has not taken the name."""


class Gone:
    """No file."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def put(self) -> None:
        """Removes the name."""
        self._target.unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing to let go of."""


class Link:
    """A symlink."""

    def __init__(self, target: Path, text: str) -> None:
        self._target, self._text = target, text

    def put(self) -> None:
        """Makes the symlink, where there is none now."""
        self._target.symlink_to(self._text)

    def close(self) -> None:
        """Nothing to let go of."""


class Staged:
    """A file, in the folder of its name: a rename is atomic within one file system only.

    On Linux it has no name before ``put`` (O_TMPFILE), so that a kill leaves nothing of it. A file
    that there is can only be replaced by one with a name: it has a temporary one for the time of
    two system calls. Where a file system has no O_TMPFILE, it has the temporary name all along.
    """

    def __init__(self, target: Path, data: bytes, *, keep_times: bool = False) -> None:
        """Writes it to the disk; owner, mode and attributes are those of the file at ``target``.

        Args:
            target: the name that it will take, no symlink.
            data: its content.
            keep_times: whether its times, too, are that file's.

        Raises:
            OSError: it cannot be written, or cannot have that owner.
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
        """Takes the name; a file there before is replaced."""
        if self._path == self._temporary:
            self._temporary.replace(self._target)
        elif self._target.exists():
            self._link(self._temporary)
            self._temporary.replace(self._target)
        else:
            self._link(self._target)

    def close(self) -> None:
        """Frees what has no name, and removes what has but the temporary one."""
        os.close(self._descriptor)
        with suppress(OSError):  # such as that it has become read-only; the next run clears it
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
        # After fchown, which clears the set-id bits.
        shutil.copystat(other, self._path)
        if not keep_times:
            os.utime(self._descriptor)

    def _link(self, name: Path) -> None:
        # With a descriptor, Python calls linkat(2) with AT_SYMLINK_FOLLOW; it means nothing else,
        # since the path is absolute.
        os.link(self._path, name, src_dir_fd=self._descriptor, follow_symlinks=True)
