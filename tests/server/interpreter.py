"""A Python that runs the server package, and pytest for it."""

from __future__ import annotations

import hashlib
import subprocess
from functools import cache
from pathlib import Path

from demo.real.install import cache_folder
from demo.real.python import find_python

PACKAGE = Path(__file__).parents[2] / "docker" / "server"
_DONE = "complete"


@cache
def suite_environment() -> Path:
    """A virtual environment of Python 3.12 or newer with the package's test requirements.

    Raises:
        PythonNotFoundError: No such Python is installed.
    """
    # A folder for each set of requirements, since the cache outlives a change of them.
    requirements = hashlib.sha256((PACKAGE / "pyproject.toml").read_bytes()).hexdigest()[:12]
    folder = cache_folder() / f"server-tests-{requirements}"
    python = folder / "bin" / "python"
    if not (folder / _DONE).exists():
        _run(str(find_python()), "-m", "venv", "--clear", str(folder))
        _run(str(python), "-m", "pip", "install", "--quiet", f"{PACKAGE}[test]")
        # The tests run the sources.
        _run(str(python), "-m", "pip", "uninstall", "--quiet", "--yes", "openhands-multiuser")
        (folder / _DONE).touch()
    return python


@cache
def pytest_alone() -> Path:
    """A folder with pytest and nothing else, for the interpreter of an installed OpenHands."""
    folder = cache_folder() / "pytest"
    if not (folder / _DONE).exists():
        python = str(find_python())
        _run(python, "-m", "pip", "install", "--quiet", "--target", str(folder), "pytest>=9,<10")
        (folder / _DONE).touch()
    return folder


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
