"""Explanations in the browser console."""

from __future__ import annotations

import json

import pytest

from demo.addresses import HOST, C
from frontend_patch.rules.load import Rules
from tests.support.url_probe import Tabs
from tests.unit.explanations import ASSET, CASES, NAMES, PAGE, outcomes


@pytest.mark.parametrize(("page", "via", "url"), CASES, ids=NAMES)
def test_the_console_agrees_with_the_command_line(
    tabs: Tabs, page: str, via: str, url: str
) -> None:
    [told] = outcomes(url, "--via", via, "--page", page)
    del told["vias"], told["because"]
    # The page script does not include the test for an invalid port.
    if told["reason"] == "invalid-port":
        told["reason"] = "no-url"
    asked = "([url, via]) => JSON.stringify(__frontendPatch.explain(url, via))"
    found = json.loads(tabs.at(page, "patched").evaluate(asked, [url, via]))
    assert {"rule": None, "host": None} | found == told


def test_explaining_changes_neither_the_vscode_port_nor_the_counts(
    tabs: Tabs, rules: Rules
) -> None:
    page = tabs.at(f"{PAGE}/", "patched")
    explain = "(url) => __frontendPatch.explain(url, 'frame').becomes"
    page.evaluate(explain, "http://localhost:49955/?tkn=t")
    assert page.evaluate(explain, ASSET) == f"https://8001-{C}.runtime.{HOST}{ASSET}"
    assert page.evaluate("__frontendPatch.counts") == dict.fromkeys(
        (one["id"] for one in rules.compiled["rules"]), 0
    )


def test_the_console_counts_rewritten_urls_by_rule(tabs: Tabs) -> None:
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


def test_the_console_uses_the_vscode_port_that_was_learnt(tabs: Tabs) -> None:
    page = tabs.at(f"{PAGE}/learnt", "patched")
    page.evaluate("fetch('http://localhost:49955/?tkn=t')")
    found = page.evaluate("(url) => __frontendPatch.explain(url, 'frame').becomes", ASSET)
    assert found == f"https://49955-{C}.runtime.{HOST}{ASSET}"
