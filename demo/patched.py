"""Patched copies of a UI."""

from __future__ import annotations

import shutil
from pathlib import Path

from frontend_patch.bundle.build import Bundle
from frontend_patch.inject.inject import inject


def patched_copy(ui: Path, folder: Path, bundle: Bundle) -> Path:
    """Copies a UI to ``folder``, which must not exist, and inserts the bundle."""
    shutil.copytree(ui, folder)
    index = folder / "index.html"
    index.write_bytes(inject(index.read_bytes(), bundle))
    return folder
