"""A URL that a person pastes into the message box."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.real.journeys.visiting import Visiting, expect_disconnected
from tests.support.real_ui.deployment import Deployment


class TestAUrlPastedIntoTheMessageBox:
    PASTED = "See http://localhost:5000/a?b=1#c,\nws://127.0.0.1:8000/x and  localhost:5000"

    def paste_and_send(self, page: Page) -> None:
        box = page.get_by_test_id("chat-input")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        box.click()
        page.evaluate("(text) => navigator.clipboard.writeText(text)", self.PASTED)
        page.keyboard.press("Control+V")
        page.keyboard.type(" http://localhost:5000/typed ")
        page.keyboard.press("Backspace")
        assert box.inner_text() == f"{self.PASTED} http://localhost:5000/typed"
        page.get_by_test_id("submit-button").click()

    def test_reaches_nobody_without_the_patch(
        self, visit: Visiting, deployment: Deployment
    ) -> None:
        page = visit("unpatched").page
        expect_disconnected(page)
        self.paste_and_send(page)
        expect(page.get_by_text("No backend is configured.").first).to_be_visible()
        assert deployment.agent.heard == []

    def test_stays_as_pasted_and_so_reaches_the_agent(
        self, visit: Visiting, deployment: Deployment
    ) -> None:
        page = visit("patched").page
        assert deployment.agent.has_a_socket()
        self.paste_and_send(page)
        expect(page.get_by_test_id("user-message")).to_be_visible()
        expect(page.get_by_test_id("chat-input")).to_have_text("")
        # The UI shows a message before it has sent it.
        assert deployment.agent.has_heard()
        assert deployment.agent.heard == [f"{self.PASTED} http://localhost:5000/typed"]
