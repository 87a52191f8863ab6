"""Reading files."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontend_patch.errors import FileError
from frontend_patch.reading import read_file


@pytest.mark.parametrize("name", ["missing.html", "."])
def test_an_unreadable_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match="cannot read the file"):
        read_file(tmp_path / name)
