"""``inject`` inserts a bundle that was built before, with the Python package alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from frontend_patch.bundle.build import Bundle
from frontend_patch.bundle.written import read_bundle, written_bundle
from frontend_patch.inject.inject import csp_source, inject
from frontend_patch.inject.options import Options
from frontend_patch.paths import HOME
from tests.support.command_line import DOCUMENT, run


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.write_bytes(DOCUMENT)
    return path


@pytest.fixture
def written(tmp_path: Path, bundle: Bundle) -> Path:
    path = tmp_path / "frontend-patch.bundle.json"
    path.write_bytes(written_bundle(bundle))
    return path


def test_build_writes_what_inject_reads(index: Path, bundle: Bundle, tmp_path: Path) -> None:
    other = tmp_path / "other.html"
    other.write_bytes(DOCUMENT)
    assert run("--index", other, "--out", tmp_path / "out").exit_code == 0
    out = tmp_path / "out" / "frontend-patch.bundle.json"
    done = run("inject", "--bundle", out, "--index", index)
    assert done.exit_code == 0
    assert index.read_bytes() == other.read_bytes() == inject(DOCUMENT, bundle)
    assert bundle.version in done.output
    assert csp_source(bundle) in done.output
    assert f"{index}: patched" in done.output


def test_a_second_run_changes_nothing(index: Path, written: Path) -> None:
    run("inject", "--bundle", written, "--index", index)
    assert f"{index}: unchanged" in run("inject", "--bundle", written, "--index", index).output


def test_check_and_revert_know_what_inject_wrote(index: Path, written: Path) -> None:
    run("inject", "--bundle", written, "--index", index)
    assert run("check", "--index", index).exit_code == 0
    assert run("revert", "--index", index).exit_code == 0
    assert index.read_bytes() == DOCUMENT


def test_the_options_of_the_injection_apply(index: Path, written: Path, bundle: Bundle) -> None:
    assert run("inject", "--bundle", written, "--index", index, "--nonce", "N").exit_code == 0
    assert index.read_bytes() == inject(DOCUMENT, bundle, Options(nonce="N"))


def test_neither_esbuild_nor_npm_nor_the_page_script_is_needed(
    index: Path, written: Path, bundle: Bundle
) -> None:
    package = index.parent / "package" / "frontend_patch"
    shutil.copytree(HOME / "frontend_patch", package)
    command: list[str | Path] = [sys.executable, "-m", "frontend_patch", "inject"]
    environment = {**os.environ, "PATH": "", "PYTHONPATH": "", "ESBUILD_BINARY_PATH": "/none"}
    command += ["--bundle", written, "--index", index]
    subprocess.run(command, cwd=package.parent, env=environment, check=True)
    assert index.read_bytes() == inject(DOCUMENT, bundle)


Change = Callable[[dict[str, Any]], object]

CHANGES: dict[str, tuple[Change, str]] = {
    "the script was changed": (lambda one: one.update(script="evil()"), "SHA-256"),
    "the script is cut off": (lambda one: one.update(script=one["script"][:-9]), "SHA-256"),
    "no script": (lambda one: one.pop("script"), "script is missing"),
    "no digest": (lambda one: one.pop("sha256"), "SHA-256"),
    "another version": (lambda one: one.update(version="0.0.1+abc"), "'0.0.1+abc'"),
    "no version": (lambda one: one.pop("version"), "version None"),
    "another format": (lambda one: one.update(format=2), "not a bundle"),
}


@pytest.mark.parametrize(("change", "problem"), CHANGES.values(), ids=CHANGES)
def test_a_changed_bundle_is_refused(
    index: Path, written: Path, change: Change, problem: str
) -> None:
    content = json.loads(written.read_text())
    change(content)
    written.write_text(json.dumps(content))
    done = run("inject", "--bundle", written, "--index", index)
    assert done.exit_code == 1
    assert str(written) in done.output
    assert problem in done.output
    assert index.read_bytes() == DOCUMENT


def test_a_script_that_would_end_its_element_is_refused(
    index: Path, written: Path, bundle: Bundle
) -> None:
    ends = Bundle(b"'</script>'", b"", bundle.version)
    written.write_bytes(written_bundle(ends))
    done = run("inject", "--bundle", written, "--index", index)
    assert "would end its own element" in done.output


@pytest.mark.parametrize("content", [b"", b"not JSON", b"[]", b"\xff"])
def test_another_file_is_refused(index: Path, written: Path, content: bytes) -> None:
    written.write_bytes(content)
    assert run("inject", "--bundle", written, "--index", index).exit_code == 1


def test_a_missing_file_is_named(index: Path, tmp_path: Path) -> None:
    done = run("inject", "--bundle", tmp_path / "none.json", "--index", index)
    assert done.exit_code == 1
    assert "none.json: cannot read the file" in done.output


def test_a_bundle_is_the_same_after_writing_and_reading(written: Path, bundle: Bundle) -> None:
    read = read_bundle(written)
    assert (read.script, read.version) == (bundle.script, bundle.version)
