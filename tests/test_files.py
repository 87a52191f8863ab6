"""A replaced file is wholly old or wholly new, and keeps what is its own."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from frontend_patch.errors import FileError
from frontend_patch.files import read_file, replace_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.write_bytes(b"old")
    return path


def _only(file: Path, content: bytes) -> None:
    assert file.read_bytes() == content
    assert list(file.parent.iterdir()) == [file]


def test_replaces_the_content_and_leaves_no_litter(file: Path) -> None:
    replace_file(file, b"new")
    _only(file, b"new")


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o755])
def test_keeps_the_mode(file: Path, mode: int) -> None:
    file.chmod(mode)
    replace_file(file, b"new")
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_keeps_the_owner(file: Path) -> None:
    os.chown(file, 1234, 2345)
    replace_file(file, b"new")
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 2345)


def test_follows_a_symlink(file: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "link.html"
    link.symlink_to(file)
    replace_file(link, b"new")
    assert link.is_symlink()
    _only(file, b"new")


def test_refuses_a_read_only_file(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(FileError, match=r"index\.html: it is read-only \(mode 0444\)"):
        replace_file(file, b"new")
    _only(file, b"old")


@pytest.mark.parametrize("step", ["fsync", "chown", "chmod", "replace"])
def test_a_fault_at_any_step_changes_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "geteuid", lambda: -1)  # so that chown is called
    owner = Path if step in ("chmod", "replace") else os
    monkeypatch.setattr(owner, step, fail)
    with pytest.raises(FileError, match=r"cannot replace it: No space left"):
        replace_file(file, b"new")
    monkeypatch.undo()
    _only(file, b"old")


def test_an_interrupt_leaves_no_litter(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(file, b"new")
    _only(file, b"old")


@pytest.mark.parametrize("name", ["missing.html", "."])
def test_a_file_that_is_none_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match="cannot read it"):
        read_file(tmp_path / name)
