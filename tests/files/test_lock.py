"""Locks on folders, and leftovers of killed runs."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest

from frontend_patch.errors import FileError
from frontend_patch.files.lock import locked
from frontend_patch.files.staged import SUFFIX
from frontend_patch.files.transaction import apply_changes
from tests.files.folders import assert_holds, write_method

__all__ = ["write_method"]


def test_leftovers_of_a_killed_run_are_removed(file: Path) -> None:
    file.with_name(f".index.html.0a1b2c3d{SUFFIX}").write_bytes(b"half")
    apply_changes({file: b"new"})
    assert_holds(file.parent, index_html=b"new")


def test_without_locks_no_leftovers_are_removed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may belong to a run that is still active."""

    def fail(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", fail)
    others = file.with_name(f".index.html.0a1b2c3d{SUFFIX}")
    others.write_bytes(b"half")
    apply_changes({file: b"new"})
    assert (file.read_bytes(), others.read_bytes()) == (b"new", b"half")


def test_a_nested_lock_does_not_wait(file: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The other run may be waiting for this one."""
    other = tmp_path_factory.mktemp("other")
    descriptor = os.open(other, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        with (
            locked([file.parent]),
            pytest.raises(
                FileError, match=f"{other}: another run is changing this folder; try again"
            ),
        ):
            apply_changes({file: b"new", other / "bundle.js": b"x"})
    finally:
        os.close(descriptor)
    assert_holds(file.parent, index_html=b"old")
    assert_holds(other)
