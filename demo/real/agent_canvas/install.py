"""Installs Agent Canvas from npm, and what its launcher needs: Node.js 24 and uv, from PyPI."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.real.install import InstallError, Progress, cache_folder
from demo.real.tools import NPM_INSTALL, failure, install_tools, installing, node_folder, run

PACKAGE = "@openhands/agent-canvas"

_UV = "uv>=0.9,<1"


@dataclass(frozen=True)
class Installation:
    """A version of Agent Canvas that is installed.

    Attributes:
        packages: the folder ``node_modules`` that contains it.
        node: the folder with node, for PATH.
        uv: the folder with uv and uvx, for PATH.
    """

    packages: Path
    node: Path
    uv: Path


def install(version: str, progress: Progress = lambda _: None) -> Installation:
    """Installs a version below `cache_folder`, unless that is done already.

    Args:
        version: on npm, for example ``1.20.0``.
        progress: receives a line for each step.

    Raises:
        InstallError: if its packages cannot be installed.
    """
    folder = cache_folder() / f"agent-canvas-{version}"
    tools = folder / "tools"
    with installing(folder) as is_missing:
        if is_missing:
            progress(f"Agent Canvas {version}: installing Node.js and uv into {tools}")
            install_tools(tools, _UV)
            progress(f"Agent Canvas {version}: installing its packages, about 800 MB")
            _install_packages(version, folder)
    return Installation(folder / "node_modules", node_folder(tools), tools / "bin")


def _install_packages(version: str, folder: Path) -> None:
    """Installs with npm.

    A registry may lack the newest versions of OpenHands' own packages, which are already in the
    prebuilt UI and which the launcher does not import. Then it takes those that there are.
    """
    needed = _view(f"{PACKAGE}@{version}", "dependencies", folder)
    if needed is None:
        raise InstallError(f"npm has no {PACKAGE} {version}")
    overrides = {
        name: _view(name, "version", folder)
        for name, wanted in needed.items()
        if name.startswith("@openhands/") and not _view(f"{name}@{wanted}", "version", folder)
    }
    project = {"private": True, "dependencies": {PACKAGE: version}, "overrides": overrides}
    (folder / "package.json").write_text(json.dumps(project))
    run(NPM_INSTALL, folder)


def _view(package: str, field: str, folder: Path) -> Any:
    """A field of a package on npm; None if there is no such version."""
    command = ["npm", "view", package, field, "--json"]
    ran = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if ran.returncode and json.loads(ran.stdout or "{}").get("error", {}).get("code") != "E404":
        raise InstallError(failure(command, ran.stderr))
    return None if ran.returncode or not ran.stdout else json.loads(ran.stdout)
