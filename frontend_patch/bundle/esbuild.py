"""Finds esbuild's binary in the version that package-lock.json pins, or installs it."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from frontend_patch.bundle.node import find_npm, install_wheel
from frontend_patch.errors import EsbuildError, NodeError
from frontend_patch.paths import HOME, IS_CHECKOUT, pinned_esbuild
from frontend_patch.progress import Progress

_MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


def find_esbuild(progress: Progress) -> Path:
    """The binary from ``ESBUILD_BINARY_PATH``, node_modules or PATH; otherwise installs it.

    Args:
        progress: called before an installation.

    Raises:
        EsbuildError: the pinned version is not found and cannot be installed.
    """
    pinned = pinned_esbuild()
    if named := os.environ.get("ESBUILD_BINARY_PATH"):
        if (found := _version(Path(named))) != pinned:
            problem = f"is esbuild {found}" if found else "cannot be run"
            raise EsbuildError(f"ESBUILD_BINARY_PATH={named} {problem}; {pinned} is required")
        return Path(named)
    for candidate in _candidates():
        if _version(candidate) == pinned:
            return candidate
    return _install(pinned, progress)


def _candidates() -> Iterator[Path]:
    yield _installed_binary()
    if on_path := shutil.which("esbuild"):
        yield Path(on_path)


def _install_folder() -> Path:
    if IS_CHECKOUT:
        return HOME
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "openhands-frontend-patch"


def _installed_binary() -> Path:
    machine = platform.machine().lower()
    package = f"{platform.system().lower()}-{_MACHINES.get(machine, machine)}"
    return _install_folder() / "node_modules" / "@esbuild" / package / "bin" / "esbuild"


def _version(binary: Path) -> str | None:
    try:
        run = subprocess.run(
            [binary, "--version"], capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return run.stdout.strip()


def _install(pinned: str, progress: Progress) -> Path:
    try:
        npm, environment = find_npm()
    except NodeError as error:
        raise EsbuildError(
            f"esbuild {pinned} and npm are not installed: install npm, run "
            f"`{install_wheel()}`, or set ESBUILD_BINARY_PATH"
        ) from error
    folder = _install_folder()
    progress(f"Installing esbuild {pinned} with npm (only once)…")
    try:
        if not IS_CHECKOUT:
            folder.mkdir(parents=True, exist_ok=True)
            for name in ("package.json", "package-lock.json"):
                shutil.copyfile(HOME / name, folder / name)
        run = subprocess.run(
            [*npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise EsbuildError(f"cannot install esbuild {pinned} in {folder}: {error}") from error
    if run.returncode:
        raise EsbuildError(f"npm could not install esbuild {pinned}:\n{run.stderr.strip()}")
    binary = _installed_binary()
    if _version(binary) != pinned:
        raise EsbuildError(
            f"npm installed esbuild {pinned}, but {binary} cannot be run; set ESBUILD_BINARY_PATH"
        )
    return binary
