"""Finds a Python interpreter that OpenHands runs on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from frontend_patch.errors import FrontendPatchError

#: The minor versions that ``openhands-ai`` supports (1.0 to 1.11), preferred version first.
SUPPORTED = ("3.12", "3.13")


class PythonNotFoundError(FrontendPatchError):
    """No interpreter of a supported version is installed."""

    def __init__(self) -> None:
        super().__init__(
            f"OpenHands needs Python {' or '.join(SUPPORTED)}. None was found on PATH, in pyenv or "
            f"by uv. Install one, for example with 'uv python install {SUPPORTED[0]}'."
        )


def find_python() -> Path:
    """Looks on PATH, in pyenv's versions, and among those that uv manages.

    Returns:
        The path of an interpreter that starts and has a supported version.

    Raises:
        PythonNotFoundError: if there is none.
    """
    for candidate in _candidates():
        if _minor_version(candidate) in SUPPORTED:
            return candidate
    raise PythonNotFoundError


def _candidates() -> Iterator[Path]:
    yield Path(getattr(sys, "_base_executable", sys.executable))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for version in SUPPORTED:
        if found := shutil.which(f"python{version}"):
            yield Path(found)
        yield from sorted((pyenv / "versions").glob(f"{version}.*/bin/python"))
        if (uv := shutil.which("uv")) and (path := _output(uv, "python", "find", version)):
            yield Path(path)


def _minor_version(python: Path) -> str:
    # pyenv's shims are on PATH also for versions that are not active, and then fail.
    return _output(str(python), "-c", "import sys; print('%d.%d' % sys.version_info[:2])")


def _output(*command: str) -> str:
    try:
        finished = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return finished.stdout.strip() if finished.returncode == 0 else ""
