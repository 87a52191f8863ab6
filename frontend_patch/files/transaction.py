"""Changes files so that all or none change, each from entirely old to entirely new."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from frontend_patch.errors import FileError
from frontend_patch.files.lock import locked
from frontend_patch.files.staged import Gone, Link, Staged, Version


def apply_changes(changes: Mapping[Path, bytes | None]) -> None:
    """Writes files, or removes those whose content is None; if one fails, none changes.

    All content is complete on disk before the first name changes. Names change in the order of
    ``changes``, removals last. Mode, owner, ACL and extended attributes stay. If a name is a
    symlink, its target is written; to remove the name removes the symlink only. Missing folders
    are created.

    Raises:
        FileError: a change is not possible; nothing has changed.
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
                # Registered first, because an interrupt may follow immediately.
                put_back.callback(change.put_back)
                change.put()
            for folder in {target.parent for target in targets.values()}:
                _sync_folder(folder)
            put_back.pop_all()
        undo.pop_all()


class _Change:
    """The versions of a name, before and after."""

    def __init__(self, path: Path, target: Path, data: bytes | None, opened: ExitStack) -> None:
        self._path, self._target = path, target
        self._doing = "remove the file" if data is None else "replace the file"
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
        with _about(self._path, "restore the file, so it stays changed"):
            if _inode(self._target) != self._inode:
                self._before.put()


def _target(path: Path, data: bytes | None) -> Path:
    """The name that changes; for new content, the target of symlinks."""
    with _about(path, "replace the file"):
        if data is None or not os.path.lexists(path):
            return Path(os.path.realpath(path.parent, strict=True), path.name)
        return Path(os.path.realpath(path, strict=True))


def _before(target: Path) -> Version:
    """A copy of the current version, which can be restored even on a full disk."""
    if target.is_symlink():
        return Link(target, os.readlink(target))  # noqa: PTH115 - unchanged
    if not target.exists():
        return Gone(target)
    mode = target.stat().st_mode
    if not stat.S_ISREG(mode):
        raise FileError(f"{target}: not a regular file")
    # Root may write to any file, and a rename needs permission for the folder only. A file without
    # write bits is deliberately read-only, so check here.
    if not mode & 0o222:
        raise FileError(f"{target}: read-only (mode {stat.S_IMODE(mode):04o}); run chmod u+w")
    os.close(os.open(target, os.O_WRONLY))
    return Staged(target, target.read_bytes(), keep_times=True)


def _inode(path: Path) -> int | None:
    return path.lstat().st_ino if os.path.lexists(path) else None


def _make_folder(folder: Path, undo: ExitStack) -> None:
    with _about(folder, "create the folder"):
        for path in reversed([folder, *folder.parents]):
            if not path.is_dir():
                path.mkdir(exist_ok=True)
                undo.callback(_remove_folder, path)


def _remove_folder(folder: Path) -> None:
    # Another process may have put a file into it.
    with suppress(OSError):
        folder.rmdir()


def _sync_folder(folder: Path) -> None:
    with _about(folder, "write to the folder"):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _about(path: Path, doing: str) -> Iterator[None]:
    """Adds the file and the failed operation to an error of the operating system."""
    try:
        yield
    except OSError as error:
        raise FileError(f"{path}: cannot {doing}: {error.strerror}") from error
