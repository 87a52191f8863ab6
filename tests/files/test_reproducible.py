"""The same source and table give the same bytes on every machine."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import brotli
import pytest

from frontend_patch.bundle.esbuild import find_esbuild
from frontend_patch.paths import HOME, STUB_UI

_SOURCE = ("build.py", "frontend_patch", "src_js", "package.json", "package-lock.json")

ENVIRONMENTS = {
    "ASCII only": {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONHASHSEED": "1",
        "TZ": "Pacific/Kiritimati",
    },
    "UTF-8": {
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "2",
        "SOURCE_DATE_EPOCH": "1800000000",
        "TZ": "America/St_Johns",
    },
    "missing locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
}


def _build(
    python: str, folder: Path, environment: dict[str, str], *, umask: int = 0o022
) -> dict[str, bytes]:
    """Builds in a copy of the source in ``folder``; returns the written files by name."""
    for name in _SOURCE:
        if (HOME / name).is_dir():
            shutil.copytree(HOME / name, folder / name)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(HOME / name, folder / name)
    ui = folder / "ui"
    ui.mkdir()
    content = (STUB_UI / "index.html").read_bytes()
    (ui / "index.html").write_bytes(content)
    (ui / "index.html.gz").write_bytes(gzip.compress(content, 9, mtime=1_700_000_000))
    (ui / "index.html.br").write_bytes(brotli.compress(content))
    subprocess.run(
        [python, "build.py", "--index", "ui", "--out", "ui"],
        cwd=folder,
        env=os.environ | {"ESBUILD_BINARY_PATH": str(find_esbuild(print))} | environment,
        check=True,
        capture_output=True,
        umask=umask,
    )
    return {path.name: path.read_bytes() for path in ui.iterdir()}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    built = _build(sys.executable, tmp_path_factory.mktemp("usual") / "source", {})
    assert sorted(built) == [
        *("frontend-patch.bundle.json", "frontend-patch.js", "frontend-patch.js.map"),
        *("index.html", "index.html.br", "index.html.gz"),
    ]
    assert b"data-openhands-frontend-patch" in gzip.decompress(built["index.html.gz"])
    return built


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_the_environment_does_not_matter(
    usual: dict[str, bytes], tmp_path: Path, environment: dict[str, str]
) -> None:
    assert _build(sys.executable, tmp_path / "source", environment) == usual


@pytest.mark.parametrize("name", ["a/b", "wïth üml äut 100%25"])
def test_the_path_does_not_matter(usual: dict[str, bytes], tmp_path: Path, name: str) -> None:
    assert _build(sys.executable, tmp_path / name, {}) == usual


def test_the_umask_does_not_matter(usual: dict[str, bytes], tmp_path: Path) -> None:
    assert _build(sys.executable, tmp_path / "source", {}, umask=0o077) == usual


@pytest.mark.install
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_the_python_version_does_not_matter(
    usual: dict[str, bytes], tmp_path: Path, version: str
) -> None:
    """With the packages of requirements.lock, as in an image."""
    python = _python(version)
    if python is None:
        pytest.skip(f"Python {version} is not installed")
    packages = tmp_path / "packages"
    subprocess.run(
        [
            *(python, "-m", "pip", "install", "--quiet", "--only-binary=:all:", "--require-hashes"),
            *(f"--requirement={HOME / 'requirements.lock'}", f"--target={packages}"),
        ],
        check=True,
    )
    assert _build(python, tmp_path / "source", {"PYTHONPATH": str(packages)}) == usual


def _python(version: str) -> str | None:
    """From PATH, or from pyenv, whose commands on PATH may not work."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for candidate in [f"python{version}", *map(str, pyenv.glob(f"{version}.*/bin/python"))]:
        if found := shutil.which(candidate):
            pip = [found, "-m", "pip", "--version"]
            if subprocess.run(pip, capture_output=True, check=False).returncode == 0:
                return found
    return None
