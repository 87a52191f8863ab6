"""The rewriter of the page script, in a blank page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from frontend_patch.rules.load import Rules
from tests.support.rewriter import Rewriter


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    with browser.new_page() as page:
        yield page


@pytest.fixture(scope="module")
def rewriter(blank: Page, rules: Rules) -> Rewriter:
    return Rewriter(blank, rules.compiled)
