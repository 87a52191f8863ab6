"""Files change all or none, atomically, and keep mode, owner, attributes and links."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from frontend_patch.errors import FileError
from frontend_patch.files.transaction import apply_changes
from tests.files.folders import assert_holds, write_method

__all__ = ["write_method"]


def test_files_are_replaced_created_and_removed_without_leftovers(file: Path) -> None:
    gone = file.with_name("old.js")
    gone.write_bytes(b"x")
    apply_changes({file.with_name("new.js"): b"y", file: b"new", gone: None})
    assert_holds(file.parent, index_html=b"new", new_js=b"y")


def test_removals_come_last(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No document ever refers to a removed script."""
    gone = file.with_name("old.js")
    gone.write_bytes(b"x")
    held = []
    real = os.unlink

    def note(path: Path) -> None:
        if path == gone:
            held.append(file.read_bytes())
        real(path)

    monkeypatch.setattr(os, "unlink", note)
    apply_changes({gone: None, file: b"new"})
    assert held == [b"new"]


def test_missing_folders_are_created(tmp_path: Path) -> None:
    apply_changes({tmp_path / "a" / "b" / "new.js": b"x"})
    assert (tmp_path / "a" / "b" / "new.js").read_bytes() == b"x"


def test_removing_a_missing_file_does_nothing(file: Path) -> None:
    apply_changes({file.with_name("none"): None, file.with_name("no folder") / "none": None})
    assert_holds(file.parent, index_html=b"old")


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o755, 0o4755])
def test_the_mode_is_kept(file: Path, mode: int) -> None:
    file.chmod(mode)
    apply_changes({file: b"new"})
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_the_umask_applies_to_a_new_file(file: Path) -> None:
    before = os.umask(0o027)
    try:
        apply_changes({file.with_name("new.js"): b""})
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.with_name("new.js").stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_owner_is_kept(file: Path) -> None:
    os.chown(file, 1234, 2345)
    file.chmod(0o4755)
    apply_changes({file: b"new"})
    found = file.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 2345, 0o4755)


def test_extended_attributes_are_kept(file: Path) -> None:
    try:
        os.setxattr(file, "user.note", b"x")
    except OSError as error:
        pytest.skip(f"this file system has no extended attributes: {error}")
    apply_changes({file: b"new"})
    assert os.getxattr(file, "user.note") == b"x"


def test_only_changed_files_get_a_new_modification_time(file: Path) -> None:
    other = file.with_name("other.css")
    other.write_bytes(b"")
    for path in (file, other):
        os.utime(path, (1, 1))
    apply_changes({file: b"new"})
    assert (file.stat().st_mtime > 1, other.stat().st_mtime) == (True, 1)


def test_a_symlink_is_followed(file: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "link.html"
    link.symlink_to(file)
    apply_changes({link: b"new"})
    assert link.is_symlink()
    assert_holds(file.parent, index_html=b"new")


def test_removing_a_symlink_keeps_its_target(file: Path) -> None:
    link = file.with_name("link.html")
    link.symlink_to(file)
    apply_changes({link: None})
    assert_holds(file.parent, index_html=b"old")


def test_a_hard_link_is_broken_and_the_other_name_keeps_the_old_content(file: Path) -> None:
    os.link(file, file.with_name("other"))
    apply_changes({file: b"new"})
    assert_holds(file.parent, index_html=b"new", other=b"old")


@pytest.mark.parametrize("data", [b"new", None], ids=["replace", "remove"])
def test_a_read_only_file_is_an_error(file: Path, data: bytes | None) -> None:
    file.chmod(0o444)
    with pytest.raises(FileError, match=r"index\.html: read-only \(mode 0444\)"):
        apply_changes({file: data})
    assert_holds(file.parent, index_html=b"old")


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="not a regular file"):
        apply_changes({tmp_path: b"new"})


def test_a_broken_symlink_is_an_error(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("nowhere")
    with pytest.raises(FileError, match="link: cannot replace the file: No such file"):
        apply_changes({link: b"new"})
    assert list(tmp_path.iterdir()) == [link]
