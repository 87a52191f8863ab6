"""Installed packages are pinned with hashes, listed, and run no install scripts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from frontend_patch import __version__
from frontend_patch.bundle import esbuild
from frontend_patch.bundle.build import Bundle
from frontend_patch.errors import EsbuildError
from frontend_patch.paths import HOME

PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text())["project"]
LOCK_FILES = {
    "requirements.lock": PROJECT["dependencies"],
    "requirements-node.lock": PROJECT["optional-dependencies"]["node"],
    "requirements-zstd.lock": PROJECT["optional-dependencies"]["zstd"],
}
NPM_LOCK = json.loads((HOME / "package-lock.json").read_text())

lock_files = pytest.mark.parametrize("name", LOCK_FILES)


def _entries(name: str) -> list[str]:
    """The requirements of a lock file, one per line, with their hashes."""
    text = re.sub("^#.*\n", "", (HOME / name).read_text(), flags=re.MULTILINE)
    return text.replace("\\\n", "").splitlines()


def _pinned(name: str) -> set[tuple[str, str]]:
    requirements = [Requirement(entry.partition("--hash")[0]) for entry in _entries(name)]
    return {(one.name, str(one.specifier).removeprefix("==")) for one in requirements}


@lock_files
def test_each_requirement_has_one_version_and_hashes(name: str) -> None:
    entry = re.compile(r"[\w-]+==[\w.]+( ; [^-]+?)?( +--hash=sha256:[0-9a-f]{64})+")
    assert [line for line in _entries(name) if not entry.fullmatch(line.strip())] == []
    assert "://" not in (HOME / name).read_text()


@lock_files
def test_each_dependency_is_pinned_within_its_range(name: str) -> None:
    for wanted in map(Requirement, LOCK_FILES[name]):
        own = wanted.name.replace(".", "-").lower()
        versions = [version for pinned, version in _pinned(name) if pinned == own]
        assert versions, wanted
        assert all(version in wanted.specifier for version in versions), wanted


@pytest.mark.install
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_each_requirement_has_a_wheel_with_a_pinned_hash(
    tmp_path: Path, python: str, machine: str
) -> None:
    where = [f"--python-version={python}", f"--python-platform={machine}-unknown-linux-gnu"]
    files = [f"--requirements={HOME / name}" for name in LOCK_FILES]
    how = ["--dry-run", "--require-hashes", "--no-deps", "--only-binary=:all:"]
    run = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "install", *how, *where, *files, "--target", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "+ brotli==" in run.stderr


@pytest.mark.install
def test_pip_accepts_the_lock_file(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run"]
    lock = ["--require-hashes", f"--requirement={HOME / 'requirements.lock'}"]
    subprocess.run([*pip, *lock, f"--target={tmp_path}"], check=True)


def test_each_npm_package_has_a_hash() -> None:
    packages = {name: one for name, one in NPM_LOCK["packages"].items() if name}
    assert [name for name, one in packages.items() if "sha512-" not in one["integrity"]] == []


def test_the_build_runs_npm_without_install_scripts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "npm"
    npm.write_text('#!/bin/sh\necho "$@" >&2\nexit 1\n')
    npm.chmod(0o755)
    monkeypatch.setattr(esbuild, "_install_folder", lambda: tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ESBUILD_BINARY_PATH", raising=False)
    with pytest.raises(EsbuildError, match="ci --omit=dev --ignore-scripts"):
        esbuild.find_esbuild(print)


def test_no_script_runs_npm_with_install_scripts() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=HOME, check=True, capture_output=True, text=True
    )
    commands = [
        line
        for name in listed.stdout.splitlines()
        if Path(name).suffix in ("", ".sh", ".yml", ".yaml")
        for line in (HOME / name).read_text().splitlines()
        if re.search(r"\bnpm (ci|install|i)\b", line)
    ]
    assert commands
    assert [line for line in commands if "--ignore-scripts" not in line] == []


def test_the_npm_package_has_the_version_of_the_python_package() -> None:
    package = json.loads((HOME / "package.json").read_text())
    assert package["version"] == NPM_LOCK["version"] == __version__


@pytest.mark.install
def test_the_bill_of_materials_lists_the_pinned_packages(tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["bash", HOME / "tools" / "sbom", tmp_path],
        check=True,
        capture_output=True,
        env=os.environ | {"PATH": path, "PYTHONWARNINGS": "ignore"},
    )
    python, npm = (
        {(one["name"], one["version"]) for one in json.loads(file.read_text())["components"]}
        for file in (tmp_path / "python.cdx.json", tmp_path / "npm.cdx.json")
    )
    assert python == set().union(*map(_pinned, LOCK_FILES))
    assert npm == {
        (name.removeprefix("node_modules/"), one["version"])
        for name, one in NPM_LOCK["packages"].items()
        if name and not one.get("dev")
    }
    assert any(name == "esbuild" for name, _ in npm)


def test_the_bundle_contains_only_code_of_this_project(bundle: Bundle) -> None:
    sources = json.loads(bundle.source_map)["sources"]
    assert "src_js/main.js" in sources
    others = [one for one in sources if not one.startswith(("src_js/", "<define:__TABLE__"))]
    assert others == []
