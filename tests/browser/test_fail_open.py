"""Fail open: with a rewriter that throws, each sink works as without the patch."""

from __future__ import annotations

import pytest

from frontend_patch.rules import vias
from tests.browser.test_contract import FORMS, PAGE
from tests.support.url_probe import Tabs

# The unpatched page receives a response to these, so that a failure would be visible.
URL = "http://localhost:5000/api/x"


@pytest.mark.parametrize(
    ("via", "form"), [(via, form) for via in vias.GROUPS["any"] for form in FORMS[via]]
)
def test_a_fault_in_the_rewriter_changes_nothing(tabs: Tabs, via: str, form: str) -> None:
    errors: list[str] = []
    page = tabs.at(PAGE, "faulty")
    page.on("pageerror", lambda error: errors.append(str(error)))
    faulty = tabs.send(PAGE, "faulty", via, URL, form)
    assert faulty == tabs.send(PAGE, "unpatched", via, URL, form)
    assert errors == []


def test_the_fault_is_one(tabs: Tabs) -> None:
    page = tabs.at(PAGE, "faulty")
    assert page.evaluate("'__frontendPatch' in window")
    assert page.evaluate("fetch.toString === Function.prototype.toString") is False
    left = tabs.send(PAGE, "faulty", "fetch", URL)
    assert left.urls == [URL]
