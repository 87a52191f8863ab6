"""Every example of the rule table, through the real browser API, in the injected stub UI."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from demo.stub_server.app import Stub
from frontend_patch.paths import RULES
from frontend_patch.rules.vias import expand
from tests.support.url_probe import Tabs

_EXPLAIN = "([url, via]) => __frontendPatch.explain(url, via)"

TABLE = json.loads(RULES.read_text())


@pytest.fixture(scope="module", autouse=True)
def pages_without_earlier_urls(tabs: Tabs) -> None:
    """The first rule has VS Code's port, unless the page has seen another."""
    tabs.forget()


def _examples(*, changing: bool) -> Iterator[Any]:
    for rule in TABLE["rules"]:
        for number, example in enumerate(rule["examples"]):
            for via in expand(example["via"]):
                if (example["becomes"] != "unchanged") is changing:
                    page = example.get("page", TABLE["examplePage"])
                    name = f"{rule['id']}-{number}-{via}"
                    values = [page, via, example["url"]]
                    if changing:
                        values = [rule["id"], *values, example["becomes"]]
                    yield pytest.param(*values, id=name)


@pytest.mark.parametrize(("rule", "page", "via", "url", "becomes"), list(_examples(changing=True)))
def test_leaves_as_what_the_table_says(
    tabs: Tabs, stub: Stub, rule: str, page: str, via: str, url: str, becomes: str
) -> None:
    taker = tabs.at(page, "patched").evaluate(_EXPLAIN, [url, via])["rule"]
    assert taker == rule, f"{taker} takes {url} by {via} before {rule} can"
    left = tabs.send(page, "patched", via, url)
    if via in ("text", "response"):
        assert left.outcome == becomes
        return
    assert set(left.urls) == {becomes.partition("#")[0]}
    assert stub.saw(left.urls[0])
    assert left.address in (None, becomes)


@pytest.mark.parametrize(("page", "via", "url"), list(_examples(changing=False)))
def test_leaves_as_without_the_patch(tabs: Tabs, page: str, via: str, url: str) -> None:
    assert tabs.send(page, "patched", via, url) == tabs.send(page, "unpatched", via, url)
