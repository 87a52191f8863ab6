"""Reads a file, and replaces one so that it is wholly old or wholly new at any moment."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from frontend_patch.errors import FileError


def read_file(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        FileError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: cannot read it: {error.strerror}") from error


def replace_file(path: Path, data: bytes) -> None:
    """Replaces a file's content; its mode and owner stay, and a symlink stays one.

    Raises:
        FileError: it cannot be done; nothing has changed.
    """
    try:
        target = path.resolve(strict=True)
        status = target.stat()
        # Root may write to any file, and a rename needs leave from the folder alone: asked here,
        # because whoever took the write bits off a file meant it.
        if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
            mode = stat.S_IMODE(status.st_mode)
            raise FileError(f"{path}: it is read-only (mode {mode:04o}); chmod u+w it first")
        _replace(target, data, status)
    except OSError as error:
        raise FileError(f"{path}: cannot replace it: {error.strerror}") from error


def write_file(path: Path, data: bytes) -> None:
    """Writes a file of our own making, and the folders above it.

    Raises:
        FileError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise FileError(f"{path}: cannot write it: {error.strerror}") from error


def apply_changes(changes: Mapping[Path, bytes | None]) -> None:
    """Replaces, makes and removes files: what is new comes first, what goes comes last.

    Args:
        changes: the content that each file shall have; None for a file that shall not be.

    Raises:
        FileError: it cannot be done.
    """
    for path, data in changes.items():
        if data is not None and path.exists():
            replace_file(path, data)
        elif data is not None:
            write_file(path, data)
    for path in (path for path, data in changes.items() if data is None):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise FileError(f"{path}: cannot remove it: {error.strerror}") from error


def _replace(target: Path, data: bytes, status: os.stat_result) -> None:
    # In the same folder, since a rename is atomic within one file system only.
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
                os.chown(temporary, status.st_uid, status.st_gid)
            # After chown, which clears the set-id bits.
            temporary.chmod(stat.S_IMODE(status.st_mode))
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
