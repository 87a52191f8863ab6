"""The result of `check` as JSON, with a status and a code for each problem."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from frontend_patch.bundle.build import Bundle
from frontend_patch.cli.commands import main
from frontend_patch.inject.inject import inject
from tests.cli.deployed import DOCUMENT, OTHER, Deployed


def _json(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_current_file(tmp_path: Path, bundle: Bundle) -> None:
    index = tmp_path / "index.html"
    index.write_bytes(inject(DOCUMENT, bundle))
    result = run("--index", index, "--json")
    assert result.exit_code == 0
    assert _json(result) == {
        "status": "current",
        "bundle": bundle.version,
        "checked": [{"where": str(index), "status": "current", "problems": []}],
    }


def test_a_stale_file_has_a_code_and_details(tmp_path: Path, bundle: Bundle) -> None:
    index = tmp_path / "index.html"
    index.write_bytes(inject(DOCUMENT, OTHER))
    result = run("--index", index, "--json")
    assert (result.exit_code, _json(result)["status"]) == (1, "failed")
    [problem] = _json(result)["checked"][0]["problems"]
    assert problem["code"] == "other-bundle"
    assert problem["details"] == {"found": OTHER.version, "wanted": bundle.version}
    assert problem["message"].startswith(f"{index}: holds another bundle")


def test_an_invalid_document_does_not_hide_the_others(tmp_path: Path) -> None:
    for name, content in (("a.html", b"\xff"), ("b.html", DOCUMENT)):
        (tmp_path / name).write_bytes(content)
    result = run("--index", tmp_path / "*.html", "--json")
    codes = [found["problems"][0]["code"] for found in _json(result)["checked"]]
    assert (result.exit_code, codes) == (1, ["invalid-document", "no-bundle"])


def test_a_deployed_ui_that_is_stale(site: Deployed) -> None:
    site.put("/", DOCUMENT)
    result = run("--url", f"{site.origin}/", "--json")
    assert (result.exit_code, _json(result)["status"]) == (1, "failed")


def test_a_deployed_ui_that_is_unreachable() -> None:
    result = run("--url", "http://127.0.0.1:1/", "--json")
    assert (result.exit_code, _json(result)["status"]) == (3, "unreachable")
    [problem] = _json(result)["checked"][0]["problems"]
    assert problem["code"] == "unreachable"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


@pytest.mark.parametrize(
    "arguments",
    [
        ["--url", "file:///etc/hostname"],
        ["--url", "openhands.example.com"],
        ["--url", "https://"],
        ["--url", "http://[/"],
        ["--url", "http://x:99999/"],
        ["--url", "https://user:password@openhands.example.com/"],
        ["--url", "http://x/", "--index", "index.html"],
        ["--index", "index.html", "--ca", "ca.pem"],
        [],
    ],
)
def test_a_usage_error_exits_with_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["check", *arguments]).exit_code == 2
