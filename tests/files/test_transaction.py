"""Files change all or none, each from wholly old to wholly new, and keep what is their own."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from frontend_patch.errors import FileError
from frontend_patch.files.lock import locked
from frontend_patch.files.staged import SUFFIX
from frontend_patch.files.transaction import apply_changes, read_file


@pytest.fixture(autouse=True, params=["O_TMPFILE", "temporary name"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test twice: where there is O_TMPFILE, and where there is none."""
    if request.param == "O_TMPFILE":
        if not hasattr(os, "O_TMPFILE"):
            pytest.skip("no O_TMPFILE here")
    else:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.write_bytes(b"old")
    return path


def _holds(folder: Path, **content: bytes) -> None:
    """Whether just these are there; a name's dots are written as underscores."""
    found = {path.name.replace(".", "_"): path.read_bytes() for path in folder.iterdir()}
    assert found == content


def test_replaces_makes_and_removes_and_leaves_no_litter(file: Path) -> None:
    gone = file.with_name("old.js")
    gone.write_bytes(b"x")
    apply_changes({file.with_name("new.js"): b"y", file: b"new", gone: None})
    _holds(file.parent, index_html=b"new", new_js=b"y")


def test_what_goes_comes_last(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that no document refers to a script that has gone."""
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


def test_makes_folders_as_needed(tmp_path: Path) -> None:
    apply_changes({tmp_path / "a" / "b" / "new.js": b"x"})
    assert (tmp_path / "a" / "b" / "new.js").read_bytes() == b"x"


def test_removing_what_is_not_there_is_done_already(file: Path) -> None:
    apply_changes({file.with_name("none"): None, file.with_name("no folder") / "none": None})
    _holds(file.parent, index_html=b"old")


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o755, 0o4755])
def test_keeps_the_mode(file: Path, mode: int) -> None:
    file.chmod(mode)
    apply_changes({file: b"new"})
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_new_file_has_the_mode_that_the_umask_leaves(file: Path) -> None:
    before = os.umask(0o027)
    try:
        apply_changes({file.with_name("new.js"): b""})
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.with_name("new.js").stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_keeps_the_owner(file: Path) -> None:
    os.chown(file, 1234, 2345)
    file.chmod(0o4755)
    apply_changes({file: b"new"})
    found = file.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 2345, 0o4755)


def test_keeps_extended_attributes(file: Path) -> None:
    try:
        os.setxattr(file, "user.note", b"x")
    except OSError as error:
        pytest.skip(f"no extended attributes here: {error}")
    apply_changes({file: b"new"})
    assert os.getxattr(file, "user.note") == b"x"


def test_has_the_time_of_the_change_and_leaves_others_their_times(file: Path) -> None:
    other = file.with_name("other.css")
    other.write_bytes(b"")
    for path in (file, other):
        os.utime(path, (1, 1))
    apply_changes({file: b"new"})
    assert (file.stat().st_mtime > 1, other.stat().st_mtime) == (True, 1)


def test_follows_a_symlink(file: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "link.html"
    link.symlink_to(file)
    apply_changes({link: b"new"})
    assert link.is_symlink()
    _holds(file.parent, index_html=b"new")


def test_removes_a_symlink_and_not_what_it_leads_to(file: Path) -> None:
    link = file.with_name("link.html")
    link.symlink_to(file)
    apply_changes({link: None})
    _holds(file.parent, index_html=b"old")


def test_breaks_a_hard_link_so_that_the_other_name_keeps_the_old(file: Path) -> None:
    os.link(file, file.with_name("other"))
    apply_changes({file: b"new"})
    _holds(file.parent, index_html=b"new", other=b"old")


@pytest.mark.parametrize("data", [b"new", None], ids=["replace", "remove"])
def test_refuses_a_read_only_file(file: Path, data: bytes | None) -> None:
    file.chmod(0o444)
    with pytest.raises(FileError, match=r"index\.html: it is read-only \(mode 0444\)"):
        apply_changes({file: data})
    _holds(file.parent, index_html=b"old")


def test_refuses_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="it is no regular file"):
        apply_changes({tmp_path: b"new"})


def test_refuses_a_symlink_that_leads_nowhere(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("nowhere")
    with pytest.raises(FileError, match="link: cannot replace it: No such file"):
        apply_changes({link: b"new"})
    assert list(tmp_path.iterdir()) == [link]


@pytest.mark.parametrize("step", ["fchown", "fsync", "utime", "link", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_a_fault_at_any_step_of_any_file_changes_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    """The n-th call of each function fails, for all n that there are."""
    second, link = file.with_name("second"), file.with_name("link")
    second.write_bytes(b"old")
    if os.geteuid() == 0:
        os.chown(second, 1234, 2345)
    os.utime(second, (1, 1))
    link.symlink_to("second")
    changes = {second: b"new", file.with_name("sub") / "made": b"x", link: None, file: b"new"}
    real = getattr(os, step)
    for failing in range(100):
        calls = iter(range(100))

        def fail(*arguments: Any, failing: int = failing, calls: Any = calls, **named: Any) -> Any:
            if next(calls) == failing:
                raise error
            return real(*arguments, **named)

        monkeypatch.setattr(os, step, fail)
        try:
            apply_changes(changes)
            break
        except (FileError, KeyboardInterrupt):
            monkeypatch.setattr(os, step, real)
            assert link.readlink() == Path("second")
            assert second.stat().st_mtime == 1
            _holds(file.parent, index_html=b"old", second=b"old", link=b"old")
    assert sorted(path.name for path in file.parent.iterdir()) == ["index.html", "second", "sub"]
    is_called = {"link": hasattr(os, "O_TMPFILE"), "fchown": os.geteuid() == 0}.get(step, True)
    assert (failing > 0) == is_called


def test_a_removal_that_fails_changes_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = file.with_name("gone")
    gone.write_bytes(b"x")
    real = os.unlink

    def fail(path: Path) -> None:
        if path == gone:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        real(path)

    monkeypatch.setattr(os, "unlink", fail)
    with pytest.raises(FileError, match="gone: cannot remove it: Operation not permitted"):
        apply_changes({file: b"new", gone: None})
    _holds(file.parent, index_html=b"old", gone=b"x")


def test_a_file_that_cannot_be_put_back_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = file.with_name("second")
    second.write_bytes(b"old")
    real, calls = os.replace, iter(range(100))

    def fail_from_the_second_on(*arguments: Any) -> None:
        if next(calls):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(*arguments)

    monkeypatch.setattr(os, "replace", fail_from_the_second_on)
    with pytest.raises(
        FileError, match=r"index\.html: cannot put it back, so it stays changed: Input/output error"
    ):
        apply_changes({file: b"new", second: b"new"})


def test_what_a_killed_run_left_is_cleared(file: Path) -> None:
    file.with_name(f".index.html.0a1b2c3d{SUFFIX}").write_bytes(b"half")
    apply_changes({file: b"new"})
    _holds(file.parent, index_html=b"new")


def test_where_nothing_can_be_locked_nothing_is_cleared(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be another run's that goes on."""

    def fail(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", fail)
    others = file.with_name(f".index.html.0a1b2c3d{SUFFIX}")
    others.write_bytes(b"half")
    apply_changes({file: b"new"})
    assert (file.read_bytes(), others.read_bytes()) == (b"new", b"half")


def test_a_run_that_holds_a_folder_waits_for_no_other(
    file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The other may wait for what this one holds."""
    other = tmp_path_factory.mktemp("other")
    descriptor = os.open(other, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        with (
            locked([file.parent]),
            pytest.raises(FileError, match=f"{other}: another run is changing it; run this again"),
        ):
            apply_changes({file: b"new", other / "bundle.js": b"x"})
    finally:
        os.close(descriptor)
    _holds(file.parent, index_html=b"old")
    _holds(other)


@pytest.mark.parametrize("name", ["missing.html", "."])
def test_a_file_that_is_none_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match="cannot read it"):
        read_file(tmp_path / name)
