"""What is waited for is said, and on a terminal for how long."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from frontend_patch.paths import HOME, pinned_esbuild

MESSAGE = f"installing esbuild {pinned_esbuild()} with npm (once)…"


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """A project without esbuild, with an npm that waits for a file `go`, and then fails."""
    for name in ("frontend_patch", "src_js", "demo/stub_ui"):
        shutil.copytree(HOME / name, tmp_path / name)
    for name in ("build.py", "package.json", "package-lock.json"):
        shutil.copy(HOME / name, tmp_path)
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\nwhile [ ! -e go ]; do sleep 0.1; done\nexit 1\n")
    npm.chmod(0o755)
    return tmp_path


def _build(folder: Path, stderr: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "build.py"],
        cwd=folder,
        env=os.environ | {"PATH": f"{folder / 'bin'}:/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=stderr,
    )


def _read_until(descriptor: int, end: str) -> str:
    told = b""
    while not re.search(end, told.decode(errors="replace")):
        assert select.select([descriptor], [], [], 30)[0], told
        told += os.read(descriptor, 1000)
    return told.decode()


def test_on_a_terminal_the_seconds_are_counted(waiting: Path) -> None:
    ours, theirs = pty.openpty()
    with _build(waiting, theirs) as process:
        os.close(theirs)
        try:
            told = _read_until(ours, r"\d s.*\d s")
        finally:
            (waiting / "go").touch()
        rest = _read_until(ours, "Error:")
    seconds = [int(one) for one in re.findall(r"(\d+) s", told)]
    assert told == MESSAGE + "".join(f"\r{MESSAGE} {second} s" for second in seconds)
    # One may be left out, where the process stood still.
    assert seconds == sorted({*seconds} - {0})
    assert rest.partition("Error:")[0].endswith("\r\n")
    assert process.returncode == 1


def test_elsewhere_one_plain_line_says_what_is_waited_for(waiting: Path) -> None:
    with _build(waiting, subprocess.PIPE) as process:
        assert process.stderr
        assert process.stderr.readline().decode() == f"{MESSAGE}\n"
        (waiting / "go").touch()
        assert process.stderr.readline().startswith(b"Error: npm could not install esbuild")
