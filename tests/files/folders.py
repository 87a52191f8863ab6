"""What folders hold, and the two ways in which a file is written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True, params=["O_TMPFILE", "temporary name"])
def write_method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs each test with O_TMPFILE and without."""
    if request.param == "O_TMPFILE":
        if not hasattr(os, "O_TMPFILE"):
            pytest.skip("this system has no O_TMPFILE")
    else:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)


def assert_holds(folder: Path, **content: bytes) -> None:
    """Asserts that exactly these files exist; underscores in names stand for dots."""
    found = {path.name.replace(".", "_"): path.read_bytes() for path in folder.iterdir()}
    assert found == content
