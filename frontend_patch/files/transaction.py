"""Reads files, and changes them so that all or none change, each from wholly old to wholly new."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from frontend_patch.errors import FileError
from frontend_patch.files.lock import locked
from frontend_patch.files.staged import Gone, Link, Staged, Version


def read_file(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        FileError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: cannot read it: {error.strerror}") from error


def apply_changes(changes: Mapping[Path, bytes | None]) -> None:
    """Gives files new content, or with None removes them: all, or where one fails none.

    Content is complete on the disk before the first name changes; names then change in the order
    of ``changes``, but what goes comes last. A file's mode, owner, ACL and extended attributes
    stay. A symlink stays one, and what it leads to is changed; one that is removed is removed
    alone. Folders are made as needed.

    Raises:
        FileError: it cannot be done; nothing has changed.
    """
    ordered = sorted(changes.items(), key=lambda change: change[1] is None)
    wanted = [(path, data) for path, data in ordered if data is not None or os.path.lexists(path)]
    with ExitStack() as undo, ExitStack() as opened:
        for path, _ in wanted:
            _make_folder(path.parent, undo)
        targets = {path: _target(path, data) for path, data in wanted}
        opened.enter_context(locked(target.parent for target in targets.values()))
        with ExitStack() as put_back:
            staged = [_Change(path, targets[path], data, opened) for path, data in wanted]
            for change in staged:
                # Before, because an interrupt may come right after.
                put_back.callback(change.put_back)
                change.put()
            for folder in {target.parent for target in targets.values()}:
                _sync_folder(folder)
            put_back.pop_all()
        undo.pop_all()


class _Change:
    """One name's versions, before and after."""

    def __init__(self, path: Path, target: Path, data: bytes | None, opened: ExitStack) -> None:
        self._path, self._target = path, target
        self._doing = "remove it" if data is None else "replace it"
        with _about(path, self._doing):
            self._inode = _inode(target)
            self._before = self._open(_before(target), opened)
            after = Gone(target) if data is None else Staged(target, data)
            self._after = self._open(after, opened)

    @staticmethod
    def _open(version: Version, opened: ExitStack) -> Version:
        opened.callback(version.close)
        return version

    def put(self) -> None:
        with _about(self._path, self._doing):
            self._after.put()

    def put_back(self) -> None:
        with _about(self._path, "put it back, so it stays changed"):
            if _inode(self._target) != self._inode:
                self._before.put()


def _target(path: Path, data: bytes | None) -> Path:
    """The name that changes: for new content the one that symlinks lead to."""
    with _about(path, "replace it"):
        if data is None or not os.path.lexists(path):
            return Path(os.path.realpath(path.parent, strict=True), path.name)
        return Path(os.path.realpath(path, strict=True))


def _before(target: Path) -> Version:
    """A copy of what is there, so that it can be put back even on a full disk."""
    if target.is_symlink():
        return Link(target, os.readlink(target))  # noqa: PTH115 - as it is written
    if not target.exists():
        return Gone(target)
    mode = target.stat().st_mode
    if not stat.S_ISREG(mode):
        raise FileError(f"{target}: it is no regular file")
    # Root may write to any file, and a rename needs leave from the folder alone: asked here,
    # because whoever took the write bits off a file meant it.
    if not mode & 0o222:
        raise FileError(f"{target}: it is read-only (mode {stat.S_IMODE(mode):04o}); chmod u+w it")
    os.close(os.open(target, os.O_WRONLY))
    return Staged(target, target.read_bytes(), keep_times=True)


def _inode(path: Path) -> int | None:
    return path.lstat().st_ino if os.path.lexists(path) else None


def _make_folder(folder: Path, undo: ExitStack) -> None:
    with _about(folder, "make it"):
        for one in reversed([folder, *folder.parents]):
            if not one.is_dir():
                one.mkdir(exist_ok=True)
                undo.callback(_remove_folder, one)


def _remove_folder(folder: Path) -> None:
    # Somebody else may have put something into it.
    with suppress(OSError):
        folder.rmdir()


def _sync_folder(folder: Path) -> None:
    with _about(folder, "write to it"):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _about(path: Path, doing: str) -> Iterator[None]:
    """Names the file, and what could not be done, in an error of the operating system."""
    try:
        yield
    except OSError as error:
        raise FileError(f"{path}: cannot {doing}: {error.strerror}") from error
