"""What the person at home does in Agent Canvas."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Locator, Page, expect

from demo.addresses import HOST

ROOT = f"https://{HOST}/"
#: Milliseconds: all runs on one machine.
PATIENCE = 60_000

_CONVERSATION = re.compile(r"/conversations/([0-9a-f]{32})")


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
        # Before this, the UI forgets what is in the box.
        expect(self.page.get_by_text("Add LLM API key")).to_have_css(
            "text-decoration-line", "line-through", timeout=PATIENCE
        )
        self.say(text)
        self.page.wait_for_url(_CONVERSATION, timeout=2 * PATIENCE)
        found = _CONVERSATION.search(self.page.url)
        assert found
        return found[1]

    def say(self, text: str) -> None:
        """Sends a message to the agent."""
        self.page.get_by_test_id("chat-input").fill(text)
        self.page.get_by_test_id("submit-button").click()

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
