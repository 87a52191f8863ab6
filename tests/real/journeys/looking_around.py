"""Opens each part of the real UI."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

#: What each tab of the right panel shows where there is nothing yet, but for the first.
TABS = {
    "commits": "No commits yet",
    "terminal": "No terminal output yet",
    "browser": "No page loaded yet",
    "usage": "No metrics data available|Token Usage",
    "planner": "There is currently no plan",
}


def look_around(page: Page) -> None:
    """Opens each part of the UI, so that it requests what it shows."""
    expect(page.get_by_test_id("agent-message")).to_be_visible()
    page.get_by_test_id("right-panel-toggle").press("Enter")
    expect(page.get_by_text("Select a file to view")).to_be_visible()
    for name, text in TABS.items():
        tab = page.get_by_test_id(f"conversation-tab-{name}")
        shown = page.get_by_text(re.compile(text))
        tab.press("Enter")
        # While the panel slides in, the UI may lose one; pressed again, a tab stays where it is.
        try:
            expect(shown).to_be_visible(timeout=5_000)
        except AssertionError:
            tab.press("Enter")
            expect(shown).to_be_visible()
