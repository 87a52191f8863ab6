"""If a change fails, the earlier changes are undone."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from frontend_patch.errors import FileError
from frontend_patch.files.transaction import apply_changes
from tests.files.folders import assert_holds, write_method

__all__ = ["write_method"]


@pytest.mark.parametrize("step", ["fchown", "fsync", "utime", "link", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_a_failure_of_any_system_call_changes_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    """Makes each call of each function fail, one after the other."""
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
            assert_holds(file.parent, index_html=b"old", second=b"old", link=b"old")
    assert sorted(path.name for path in file.parent.iterdir()) == ["index.html", "second", "sub"]
    is_called = {"link": hasattr(os, "O_TMPFILE"), "fchown": os.geteuid() == 0}.get(step, True)
    assert (failing > 0) == is_called


def test_a_failed_removal_changes_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = file.with_name("gone")
    gone.write_bytes(b"x")
    real = os.unlink

    def fail(path: Path) -> None:
        if path == gone:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        real(path)

    monkeypatch.setattr(os, "unlink", fail)
    with pytest.raises(FileError, match="gone: cannot remove the file: Operation not permitted"):
        apply_changes({file: b"new", gone: None})
    assert_holds(file.parent, index_html=b"old", gone=b"x")


def test_a_file_that_cannot_be_restored_is_named(
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
        FileError, match=r"index\.html: cannot restore the file, so it stays changed: Input/output"
    ):
        apply_changes({file: b"new", second: b"new"})
