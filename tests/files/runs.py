"""Folders and builds for tests of interrupted and concurrent runs."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

from frontend_patch.paths import HOME
from tests.files.killable_process import NAMES, OLD
from tests.support.command_line import DOCUMENT


def write_old(folder: Path) -> Path:
    """Writes the old content to every file of a folder."""
    for name in NAMES:
        (folder / name).write_bytes(OLD)
    return folder


def all_hold(folder: Path, content: bytes) -> bool:
    """Whether every file has this content, and there is no other file."""
    return {path.name: path.read_bytes() for path in folder.iterdir()} == dict.fromkeys(
        NAMES, content
    )


def make_index(folder: Path) -> Path:
    """Creates an index with a compressed sibling."""
    folder.mkdir()
    (folder / "index.html").write_bytes(DOCUMENT)
    (folder / "index.html.gz").write_bytes(gzip.compress(DOCUMENT, mtime=0))
    return folder / "index.html"


def start_build(index: Path, rules: Path, **environment: str) -> subprocess.Popen[bytes]:
    """Starts ``build.py`` with a rule table."""
    return subprocess.Popen(
        [sys.executable, HOME / "build.py", "--index", index, "--rules", rules],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
    )
