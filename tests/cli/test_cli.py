"""The command line: output, files and exit statuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from frontend_patch import __version__
from frontend_patch.bundle.build import Bundle
from frontend_patch.cli.report import gzip_size
from frontend_patch.inject.inject import csp_source, inject
from frontend_patch.paths import HOME, RULES
from tests.support.command_line import DOCUMENT, run


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.write_bytes(DOCUMENT)
    return path


def test_build_is_the_default(index: Path, bundle: Bundle) -> None:
    assert run("--index", index).exit_code == 0
    assert index.read_bytes() == inject(DOCUMENT, bundle)


def test_the_report_shows_rules_sizes_csp_source_and_actions(index: Path, bundle: Bundle) -> None:
    output = run("--index", index).output
    assert "4, preset subdomain" in output
    size = f"{len(bundle.script):,} bytes, gzip {gzip_size(bundle.script):,}, brotli "
    assert size in output
    assert csp_source(bundle) in output
    assert f"patched    {index}" in output
    assert f"unchanged  {index}" in run("--index", index).output


def test_json_contains_the_same_report(index: Path, bundle: Bundle) -> None:
    report = json.loads(run("--index", index, "--json").stdout)
    assert report["version"] == __version__
    assert report["rules"] == 4
    assert report["bytes"] == len(bundle.script)
    assert report["csp_source"] == csp_source(bundle)
    assert report["files"] == {str(index): "patched"}
    assert report["notes"] == {}


def test_out_receives_the_bundle_and_its_source_map(
    index: Path, tmp_path: Path, bundle: Bundle
) -> None:
    assert run("--index", index, "--out", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "frontend-patch.js").read_bytes() == bundle.script
    assert (tmp_path / "out" / "frontend-patch.js.map").read_bytes() == bundle.source_map


def test_without_an_index_a_copy_of_the_stub_ui_is_patched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run()
    assert result.exit_code == 0
    assert "patched    dist/stub_ui/index.html" in result.output
    assert "python build.py serve" in result.output
    assert run("check", "--index", "dist/stub_ui/index.html").exit_code == 0
    assert (tmp_path / "dist/stub_ui/assets/app.js").is_file()


def test_check_exits_with_1_for_another_bundle_or_none(index: Path) -> None:
    result = run("check", "--index", index)
    assert (result.exit_code, "holds no bundle" in result.output) == (1, True)
    index.write_bytes(inject(DOCUMENT, Bundle(b"0;", b"", "0.0.1+0")))
    result = run("check", "--index", index)
    assert (result.exit_code, "holds another bundle" in result.output) == (1, True)


def test_revert_restores_the_bytes_and_can_be_repeated(index: Path) -> None:
    run("--index", index)
    assert run("revert", "--index", index).exit_code == 0
    assert index.read_bytes() == DOCUMENT
    result = run("revert", "--index", index)
    assert (result.exit_code, "nothing to revert" in result.output) == (0, True)


def test_another_table_can_be_used(index: Path, tmp_path: Path) -> None:
    table = json.loads(RULES.read_text())
    table["rules"].pop()
    own = tmp_path / "own.json"
    own.write_text(json.dumps(table))
    assert "3, preset subdomain" in run("--index", index, "--rules", own).output
    assert run("check", "--index", index).exit_code == 1
    assert run("check", "--index", index, "--rules", own).exit_code == 0


@pytest.mark.parametrize("command", ["build", "check", "revert"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot read the file: No such file"),
        (b"\xff\xfe", "not UTF-8"),
    ],
    ids=["missing", "not UTF-8"],
)
def test_an_invalid_index_exits_with_1_and_is_unchanged(
    tmp_path: Path, command: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / "index.html"
    if content is not None:
        path.write_bytes(content)
    result = run(command, "--index", path)
    assert result.exit_code == 1
    assert f"Error: {path}: {message}" in result.output
    assert (path.read_bytes() if path.exists() else None) == content


def test_a_read_only_index_exits_with_1_and_is_unchanged(index: Path) -> None:
    index.chmod(0o444)
    result = run("--index", index)
    assert (result.exit_code, "read-only" in result.output) == (1, True)
    assert index.read_bytes() == DOCUMENT


def test_with_an_invalid_table_the_index_is_unchanged(index: Path, tmp_path: Path) -> None:
    broken = tmp_path / "rules.json"
    broken.write_text(RULES.read_text().replace('"fetch"', '"fetchh"', 1))
    result = run("--index", index, "--rules", broken)
    assert result.exit_code == 1
    assert "(rule 'vscode-assets'): unknown value 'fetchh'; known: any" in result.output
    assert index.read_bytes() == DOCUMENT


@pytest.mark.parametrize(
    "arguments", [["--no-such-option"], ["check"], ["revert"], ["build", "--index"], ["surplus"]]
)
def test_a_usage_error_exits_with_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error:" in result.output


@pytest.mark.parametrize(
    "entry_point", [["build.py"], ["-m", "frontend_patch"]], ids=["build.py", "python -m"]
)
def test_each_entry_point_runs(entry_point: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, *entry_point, "--version"],
        cwd=HOME,
        check=True,
        capture_output=True,
        text=True,
    )
    assert __version__ in run.stdout


def test_the_console_script_runs() -> None:
    script = Path(sys.executable).with_name("frontend-patch")
    run = subprocess.run([script, "--version"], check=True, capture_output=True, text=True)
    assert __version__ in run.stdout
