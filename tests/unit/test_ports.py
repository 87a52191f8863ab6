"""Ports: which the page's host name can have, and which a rule matches."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from demo.addresses import HOST, C
from frontend_patch.errors import TableError
from frontend_patch.paths import RULES
from frontend_patch.rules.load import load_rules
from frontend_patch.rules.ports import without
from tests.support.rewriter import Rewriter

PAGE = f"https://{HOST}/conversations/{C}"

Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def compiled(tmp_path: Path) -> Callable[[Edit], dict[str, Any]]:
    """Compiles the default table after an edit."""

    def compiled(edit: Edit) -> dict[str, Any]:
        table = json.loads(RULES.read_text())
        edit(table)
        path = tmp_path / "rules.json"
        path.write_text(json.dumps(table))
        return load_rules(path).compiled

    return compiled


def _rule(table: dict[str, Any], rule_id: str) -> dict[str, Any]:
    rule: dict[str, Any] = next(one for one in table["rules"] if one["id"] == rule_id)
    return rule


def _before(table: dict[str, Any], other: str, **changes: Any) -> None:
    """Puts a copy of a rule before it, with another id and port."""
    rule = _rule(table, other)
    copy = json.loads(json.dumps(rule)) | {"id": "special"} | changes.pop("rule", {})
    copy["match"] |= changes
    table["rules"].insert(table["rules"].index(rule), copy)


def _rewritten(browser: Browser, compiled: dict[str, Any], url: str, via: str = "fetch") -> bool:
    with browser.new_page() as page:
        return Rewriter(page, compiled).one(PAGE, via, url) != url


@pytest.mark.parametrize(
    ("port", "rewritten"),
    [
        *((port, False) for port in (80, 3000, 7999, 8002, 8080, 8443, 9443, 29999)),
        *((port, True) for port in (8000, 8001, 8011, 8012, 30000, 54928, 65535)),
    ],
)
def test_the_default_spares_other_services_on_the_pages_host_name(
    browser: Browser, compiled: Callable[[Edit], dict[str, Any]], port: int, *, rewritten: bool
) -> None:
    table = compiled(lambda _: None)
    assert _rewritten(browser, table, f"https://{HOST}:{port}/auth/token") is rewritten
    assert _rewritten(browser, table, f"http://localhost:{port}/auth/token")


def test_443_of_the_pages_host_name_is_spared_on_another_port(browser: Browser) -> None:
    page_address = f"https://{HOST}:8300/conversations/{C}"
    with browser.new_page() as page:
        rewriter = Rewriter(page, load_rules(RULES).compiled)
        assert rewriter.one(page_address, "fetch", f"https://{HOST}/x") == f"https://{HOST}/x"


def test_an_operator_can_list_a_port(
    browser: Browser, compiled: Callable[[Edit], dict[str, Any]]
) -> None:
    table = compiled(lambda table: table.update(ports=[8443]))
    assert _rewritten(browser, table, f"https://{HOST}:8443/")
    assert not _rewritten(browser, table, f"https://{HOST}:54928/")


@pytest.mark.parametrize(
    ("url", "matches"),
    [
        ("http://localhost:8888/x", True),
        ("http://localhost:8887/x", False),
        ("http://localhost:9000/x", True),
        ("http://127.0.0.1:9005/x", True),
        ("http://localhost:9006/x", False),
        ("http://localhost/x", True),
        ("https://localhost/x", False),
        (f"https://8888-{C}.runtime.{HOST}/x", True),
    ],
)
def test_a_rule_matches_the_sandboxs_port(
    browser: Browser, compiled: Callable[[Edit], dict[str, Any]], url: str, *, matches: bool
) -> None:
    def edit(table: dict[str, Any]) -> None:
        hosts = {"host": ["sandbox", "runtime"], "port": [80, 8888, "9000-9005"]}
        _before(table, "sandbox-request", rule={"to": "port-path"}, **hosts)

    with browser.new_page() as page:
        became = Rewriter(page, compiled(edit)).one(PAGE, "fetch", url)
    assert became.startswith(f"https://{HOST}/runtime/{C}/") is not matches
    assert became != url


@pytest.mark.parametrize(
    ("earlier", "later", "is_reached"),
    [
        ([8888], None, True),
        (["1-65535"], None, False),
        (["1-9000", "9001-65535"], None, False),
        (["1-9000", "9002-65535"], None, True),
        ([8888], [8888], False),
        (["8000-9000"], [8080, "8500-8600"], False),
        (["8000-9000"], ["8500-9500"], True),
        (None, [8888], False),
    ],
)
def test_a_rule_is_reached_unless_earlier_rules_match_all_its_ports(
    compiled: Callable[[Edit], dict[str, Any]],
    earlier: list[Any] | None,
    later: list[Any] | None,
    *,
    is_reached: bool,
) -> None:
    def edit(table: dict[str, Any]) -> None:
        _before(table, "sandbox-request", **({"port": earlier} if earlier else {}))
        if later:
            _rule(table, "sandbox-request")["match"]["port"] = later

    if is_reached:
        compiled(edit)
    else:
        with pytest.raises(TableError, match="unreachable: every URL matches 'special' above"):
            compiled(edit)


def test_two_rules_that_share_the_ports_are_both_named(
    compiled: Callable[[Edit], dict[str, Any]],
) -> None:
    def edit(table: dict[str, Any]) -> None:
        _before(table, "sandbox-request", port=["1-9000"])
        _before(table, "sandbox-request", port=["9001-65535"], rule={"id": "other"})

    with pytest.raises(TableError, match="every URL matches 'special' and 'other' above"):
        compiled(edit)


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda table: table.update(ports=["9000-8000"]), r"\$\.ports\[0\].*not a range of ports"),
        (lambda table: table.update(ports=["1-70000"]), "not a range of ports from 1 to 65535"),
        (lambda table: table.update(ports=["8000"]), r"\$\.ports\[0\]"),
        (lambda table: table.update(ports=[0]), r"\$\.ports\[0\]"),
        (
            lambda table: _rule(table, "sandbox-request")["match"].update(port=["2-1"]),
            r"rules\[1\]\.match\.port\[0\].*sandbox-request.*not a range",
        ),
        (
            lambda table: _rule(table, "vscode-assets")["match"].update(port=[8001]),
            "not allowed with the host class 'page' or vscodePort",
        ),
    ],
)
def test_a_wrong_port_is_an_error_with_its_place(
    compiled: Callable[[Edit], dict[str, Any]], edit: Edit, problem: str
) -> None:
    with pytest.raises(TableError, match=problem):
        compiled(edit)


@pytest.mark.parametrize(
    ("ranges", "removed", "left"),
    [
        ([(1, 10)], [(3, 4)], [(1, 2), (5, 10)]),
        ([(1, 10)], [(1, 10)], []),
        ([(1, 10), (20, 30)], [(5, 25)], [(1, 4), (26, 30)]),
        ([(1, 10)], [(11, 12)], [(1, 10)]),
        ([(5, 5)], [(1, 3), (5, 5)], []),
    ],
)
def test_what_is_left_of_ranges(
    ranges: list[tuple[int, int]], removed: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    assert list(without(ranges, removed)) == left
