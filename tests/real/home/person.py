"""What the person at home does in Agent Canvas."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Locator, Page, expect

from demo.addresses import HOST
from tests.real.whole.person import expect_home_page, start

ROOT = f"https://{HOST}/"
#: Milliseconds: all runs on one machine.
PATIENCE = 60_000


class Person:
    """A person with a tab at Agent Canvas.

    Attributes:
        context: of the browser.
        page: the tab.
        lost: URLs of requests for localhost.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.lost: list[str] = []
        context.on("request", lambda request: self._note(request.url))
        self.page = context.new_page()
        self.page.on("websocket", lambda socket: self._note(socket.url))

    def ask(self, text: str) -> str:
        """Starts a conversation from the home page; returns its ID."""
        self.page.goto(ROOT)
        expect_home_page(self.page, PATIENCE)
        return start(self.page, text)

    def answer(self, text: str) -> Locator:
        """The agent's message with a text, once it is there."""
        message = self.page.get_by_test_id("agent-message").filter(has_text=text).last
        expect(message).to_be_visible(timeout=PATIENCE)
        return message

    def click(self, link: Locator) -> Page:
        """The tab that a link opens."""
        with self.context.expect_page() as opened:
            link.click()
        return opened.value

    def _note(self, url: str) -> None:
        if re.match(r"\w+://(localhost|127\.|\[::1\])", url):
            self.lost.append(url)
