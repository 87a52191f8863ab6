"""Fixture: the page of a conversation."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.text.chat import FRAMES, PAGE
from tests.support.url_probe import Tabs


@pytest.fixture
def chat(tabs: Tabs) -> Page:
    page = tabs.at(PAGE, "patched")
    page.bring_to_front()
    page.evaluate(FRAMES)
    return page
