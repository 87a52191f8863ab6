"""Installs a release of OpenHands into a virtual environment of its own.

``python -m demo.real.install 1.7.0`` installs the server, its agent server and its tools, about
1.3 GB, into the user's cache folder. A complete installation is used again::

    installation = install("1.7.0")
    subprocess.run([installation.python, "-m", "uvicorn", "openhands.server.listen:app"])

The versions of all packages are those of the release's own ``poetry.lock``, which is part of the
wheel.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from demo.real.python import PythonNotFoundError, find_python
from frontend_patch.errors import FrontendPatchError

Progress = Callable[[str], object]

_VERSION = re.compile(r"\d+\.\d+\.\d+([a-z0-9.]*)")
# Written last, so that its presence says that the installation is complete.
_RECORD = "installation.json"


class InstallError(FrontendPatchError):
    """A release cannot be installed."""


@dataclass(frozen=True)
class Installation:
    """A release of OpenHands that is installed.

    Attributes:
        folder: the virtual environment.
        version: of ``openhands-ai``.
        agent_server: version of ``openhands-agent-server`` that belongs to it.
    """

    folder: Path
    version: str
    agent_server: str

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.folder / "bin" / "python"


def cache_folder() -> Path:
    """The folder for installations: below ``$XDG_CACHE_HOME``, or else ``~/.cache``."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "openhands-frontend-patch"


def install(
    version: str, folder: Path | None = None, progress: Progress = lambda _: None
) -> Installation:
    """Installs a release, or returns the installation that is complete already.

    Two processes that install the same release at the same time wait for each other.

    Args:
        version: of ``openhands-ai`` on PyPI, for example ``1.7.0``.
        folder: where installations are kept, by default `cache_folder`.
        progress: receives a line for each step.

    Raises:
        InstallError: if the version is unknown, or its packages cannot be installed.
    """
    if not _VERSION.fullmatch(version):
        raise InstallError(f"'{version}' is not a release of OpenHands, such as 1.7.0")
    target = (folder or cache_folder()) / f"openhands-{version}"
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target.with_suffix(f"{target.suffix}.lock"), progress):
        return _recorded(target) or _install(version, target, progress)


@contextmanager
def _locked(path: Path, progress: Progress) -> Iterator[None]:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress(f"Another process is installing into {path.parent}: waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _recorded(target: Path) -> Installation | None:
    try:
        record = json.loads((target / _RECORD).read_text())
    except FileNotFoundError:
        return None
    installation = Installation(target, **record)
    # The interpreter that the environment was made from may be gone.
    return installation if installation.python.exists() else None


def _install(version: str, target: Path, progress: Progress) -> Installation:
    try:
        python = find_python()
    except PythonNotFoundError as error:
        raise InstallError(str(error)) from error
    progress(f"OpenHands {version}: creating {target} with {python}")
    shutil.rmtree(target, ignore_errors=True)
    _run([str(python), "-m", "venv", str(target)], progress)
    venv_python = str(target / "bin" / "python")
    install_packages = [_uv(target, progress), "pip", "install", "--python", venv_python]
    # Sandboxes see the environment read-only, so that Python cannot store what it compiles there.
    install_packages.append("--compile-bytecode")
    progress(f"OpenHands {version}: downloading the server")
    _run([*install_packages, "--no-deps", f"openhands-ai=={version}"], progress)
    pinned = _locked_versions(target)
    constraints = target / "constraints.txt"
    constraints.write_text("".join(f"{name}=={pin}\n" for name, pin in pinned.items()))
    progress(f"OpenHands {version}: installing its packages, about 1.3 GB")
    _run([*install_packages, f"openhands-ai=={version}", "-c", str(constraints)], progress)
    installation = Installation(target, version, pinned["openhands-agent-server"])
    record = {name: value for name, value in asdict(installation).items() if name != "folder"}
    (target / _RECORD).write_text(json.dumps(record))
    progress(f"OpenHands {version}: installed, with agent server {installation.agent_server}")
    return installation


def _uv(target: Path, progress: Progress) -> str:
    beside = Path(sys.executable).with_name("uv")
    if found := shutil.which("uv") or (str(beside) if beside.exists() else None):
        return found
    _run([str(target / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"], progress)
    return str(target / "bin" / "uv")


def _locked_versions(target: Path) -> dict[str, str]:
    locks = list(target.glob("lib/python*/site-packages/openhands/poetry.lock"))
    if not locks:
        raise InstallError(
            "the wheel of this release has no poetry.lock, so the versions that it was tested with "
            "are unknown"
        )
    packages = tomllib.loads(locks[0].read_text())["package"]
    return {package["name"]: package["version"] for package in packages}


def _run(command: list[str], progress: Progress) -> None:
    lines = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        for line in process.stdout:
            lines.append(line)
            # uv lists each package with a sign before it, which is too much for a person.
            if not line.startswith((" ", "warning:")):
                progress(f"  {line.rstrip()}")
    if process.returncode:
        raise InstallError(f"'{' '.join(command)}' failed:\n{''.join(lines[-30:])}")


def main() -> None:
    """Installs the releases that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m demo.real.install", description=__doc__)
    parser.add_argument("version", nargs="+", help="release of openhands-ai, for example 1.7.0")
    parser.add_argument("--folder", type=Path, default=cache_folder(), help="default: %(default)s")
    arguments = parser.parse_args()
    try:
        for version in arguments.version:
            install(version, arguments.folder, lambda line: sys.stderr.write(f"{line}\n"))
    except InstallError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
