"""How a test visits the real UI, and what it looks for there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from demo.addresses import HOST, C
from tests.support.real_ui.visit import Visit

Visiting = Callable[..., Visit]

#: Origins at which the app on port 5000 is looked for, by UI.
APPS = {"unpatched": "http://localhost:5000", "patched": f"https://5000-{C}.runtime.{HOST}"}


def expect_disconnected(page: Page) -> None:
    expect(page.get_by_text("Disconnected", exact=True)).to_be_visible()
