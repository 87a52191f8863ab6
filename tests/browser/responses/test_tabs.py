"""The Code tab and the App tab show the editor and the app."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demo.addresses import HOST, UUID, C
from demo.stub_server.app import Answer, Stub
from tests.browser.responses.fields import CONVERSATION, VSCODE
from tests.support.url_probe import choose_ui


@pytest.fixture
def errors(page: Page) -> list[str]:
    """What the console tells of, from here on."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    return found


def visit(context: BrowserContext, page: Page, ui: str, path: str) -> None:
    choose_ui(context, CONVERSATION, ui)
    page.goto(f"https://{HOST}{path}")
    if path.startswith("/conversations/"):
        # Until it knows the conversation, its buttons do nothing.
        expect(page.locator("#status")).not_to_have_text("Connecting…")


class TestTheCodeTab:
    def test_without_the_patch_cannot_embed_vs_code(self, page: Page) -> None:
        visit(page.context, page, "unpatched", f"/conversations/{UUID}")
        page.locator("#code").click()
        expect(page.locator("#notice")).to_be_visible()

    def test_embeds_vs_code_with_its_token_and_folder(self, page: Page) -> None:
        visit(page.context, page, "patched", f"/conversations/{UUID}")
        page.locator("#code").click()
        vscode = page.frame_locator("#frame").get_by_role("heading")
        expect(vscode).to_have_text("VS Code of /workspace, secret")
        expect(page.locator("#frame")).to_have_attribute("src", VSCODE)
        expect(page.locator("#notice")).to_be_hidden()

    def test_on_the_home_page_opens_that_of_a_cards_conversation(self, page: Page) -> None:
        other = "00112233-4455-6677-8899-aabbccddeeff"
        visit(page.context, page, "patched", f"/?last={other}")
        with page.expect_popup() as popup:
            page.locator("#card").click()
        popup.value.wait_for_load_state()
        host = f"49955-{other.replace('-', '')}.runtime.{HOST}"
        assert popup.value.url == f"https://{host}/?tkn=secret&folder=/workspace"


class TestTheAppTab:
    def test_without_the_patch_never_finds_the_app(self, page: Page) -> None:
        # Nothing listens on the machine that the browser runs on.
        page.route("http://localhost:*/**", lambda route: route.abort("connectionrefused"))
        visit(page.context, page, "unpatched", f"/conversations/{UUID}")
        with page.expect_event("requestfailed"):
            page.locator("#worker").click()
        expect(page.locator("#frame")).to_be_hidden()

    def test_shows_the_running_app_at_once(self, page: Page, errors: list[str], stub: Stub) -> None:
        visit(page.context, page, "patched", f"/conversations/{UUID}")
        stub.received.clear()
        page.locator("#worker").click()
        app = page.frame_locator("#frame")
        expect(app.get_by_role("heading")).to_have_text("To-do")
        assert stub.received.count(f"https://{HOST}/runtime/{C}/51111/") == 1
        assert not [text for text in errors if "CORS" in text]

    def test_keeps_asking_until_the_app_runs(
        self, page: Page, answers: dict[str, Answer], stub: Stub
    ) -> None:
        probe = f"/runtime/{C}/51111/"
        answers[probe] = Answer(b"", 502)
        visit(page.context, page, "patched", f"/conversations/{UUID}")
        stub.received.clear()
        page.locator("#worker").click()
        assert stub.saw(f"https://{HOST}/runtime/{C}/52222/")
        expect(page.locator("#frame")).to_be_hidden()
        del answers[probe]
        # The UI asks each 3 s.
        heading = page.frame_locator("#frame").get_by_role("heading")
        expect(heading).to_have_text("To-do", timeout=15_000)

    def test_the_apps_own_links_forms_fetches_and_cookies_work_in_it(self, page: Page) -> None:
        visit(page.context, page, "patched", f"/conversations/{UUID}")
        page.locator("#worker").click()
        app = page.frame_locator("#frame")
        expect(app.locator("output")).to_have_text("visit 1")
        app.get_by_role("link", name="About").click()
        expect(app.get_by_role("heading")).to_have_text("About")
        page.locator("#worker").click()
        expect(app.locator("output")).to_have_text("visit 2")
        app.get_by_role("button", name="Add").click()
        expect(app.get_by_role("heading")).to_have_text("Added")
