"""Files to change."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontend_patch.paths import STUB_UI


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small file."""
    path = tmp_path / "index.html"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """The stub UI's document, with an asset beside it."""
    path = tmp_path / "index.html"
    path.write_bytes((STUB_UI / "index.html").read_bytes())
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "app.js").write_bytes(b"1;")
    return path
