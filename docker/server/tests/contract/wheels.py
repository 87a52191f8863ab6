"""The wheels of all minor versions of OpenHands, from PyPI, kept in the user's cache folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

_NAME = re.compile(r"openhands_ai-1\.(\d+)\.(\d+)-.*\.whl")
# 1.0 and 1.1 are wheels for one platform; they are read here, never run.
_FOR_ANY_MACHINE = (
    "--no-deps",
    "--only-binary=:all:",
    "--platform=manylinux_2_35_x86_64",
    "--python-version=3.12",
    "--implementation=cp",
)


def folder() -> Path:
    """Return the folder that holds the wheels."""
    cache_home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    path = Path(cache_home) / "openhands-frontend-patch" / "wheels"
    path.mkdir(parents=True, exist_ok=True)
    return path


@cache
def minors() -> tuple[int, ...]:
    """Return the minor versions from 1.0 to the newest release."""
    return tuple(range(_minor(_download("openhands-ai>=1,<2")) + 1))


@cache
def wheel(minor: int) -> Path:
    """Return the wheel of a minor version: of those in the cache, the newest; or PyPI's newest."""
    kept = [path for path in folder().glob("*.whl") if _minor(path) == minor]
    if kept:
        return max(kept, key=_patch)
    return _download(f"openhands-ai>=1.{minor},<1.{minor + 1}")


def _download(requirement: str) -> Path:
    command = [sys.executable, "-m", "pip", "download", *_FOR_ANY_MACHINE]
    finished = subprocess.run(
        [*command, f"--dest={folder()}", requirement], capture_output=True, text=True, check=False
    )
    if finished.returncode:
        message = f"pip cannot download {requirement}:\n{finished.stderr}"
        raise RuntimeError(message)
    return folder() / max(_NAME.finditer(finished.stdout), key=_position).group()


def _position(match: re.Match[str]) -> tuple[int, int]:
    return int(match[1]), int(match[2])


def _minor(path: Path) -> int:
    match = _NAME.fullmatch(path.name)
    return int(match[1]) if match else -1


def _patch(path: Path) -> int:
    match = _NAME.fullmatch(path.name)
    return int(match[2]) if match else -1
