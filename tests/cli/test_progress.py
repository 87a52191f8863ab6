"""A slow step is announced before it starts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from frontend_patch.paths import HOME, pinned_esbuild


def test_an_installation_is_announced_before_it_starts(tmp_path: Path) -> None:
    """With an npm that waits until the announcement has been read, and then fails."""
    for name in ("frontend_patch", "src_js", "demo/stub_ui"):
        shutil.copytree(HOME / name, tmp_path / name)
    for name in ("build.py", "package.json", "package-lock.json"):
        shutil.copy(HOME / name, tmp_path)
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\nwhile [ ! -e go ]; do sleep 0.1; done\nexit 1\n")
    npm.chmod(0o755)
    with subprocess.Popen(
        [sys.executable, "build.py"],
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{npm.parent}:/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr
        announced = process.stderr.readline().decode()
        assert announced == f"Installing esbuild {pinned_esbuild()} with npm (only once)…\n"
        (tmp_path / "go").touch()
        assert process.stderr.readline().startswith(b"Error: npm could not install esbuild")
    assert process.returncode == 1
