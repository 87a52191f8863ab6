"""The pinned UI is downloaded once."""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Any

import pytest

from demo.real import ui
from demo.real.ui import PIN, UiError, real_ui

pytestmark = pytest.mark.install


@pytest.fixture
def old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in Python 3.11.2, where tarfile has no filters."""
    extract = tarfile.TarFile.extractall

    def extractall(archive: tarfile.TarFile, path: Path) -> None:
        extract(archive, path, filter="data")

    monkeypatch.delattr(tarfile, "data_filter")
    monkeypatch.setattr(tarfile.TarFile, "extractall", extractall)


@pytest.mark.usefixtures("old_python")
def test_debian_12_can_download_it(tmp_path: Path) -> None:
    said: list[str] = []
    index = real_ui(tmp_path, said.append) / "index.html"
    assert index.is_file()
    assert said == [f"Downloading the UI, {PIN['package']} {PIN['version']}"]
    assert real_ui(tmp_path, said.append) / "index.html" == index
    assert len(said) == 1


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"integrity": "sha512-AAAA"}, "is not the one that ui.json pins"),
        ({"version": "0.0.0-none"}, "npm cannot download @openhands/agent-canvas@0.0.0-none"),
    ],
)
def test_no_other_is_used(
    change: dict[str, Any], problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui, "PIN", {**PIN, **change})
    with pytest.raises(UiError, match=problem):
        real_ui(tmp_path)
    assert list(tmp_path.iterdir()) == []
