"""VS Code's port is learnt from VS Code's URLs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from demo.addresses import HOST, C
from tests.browser.responses.fields import CONVERSATION, PATH
from tests.browser.responses.reads import READS
from tests.support.url_probe import choose_ui

HASH = "0123456789abcdef0123456789abcdef01234567"
QUALITIES = [f"{name}{mark}{HASH}" for name in ("stable", "insider", "oss") for mark in "-/"]


class TestVsCodesPort:
    @pytest.mark.parametrize("assets", QUALITIES)
    def test_is_learnt_from_a_response(self, page: Page, assets: str) -> None:
        choose_ui(page.context, CONVERSATION, "patched")
        page.goto(f"{CONVERSATION}?idle")
        page.evaluate(READS["fetch, json()"], PATH)
        with page.expect_request(f"**/{assets}/x.js") as request:
            page.evaluate("(url) => fetch(url)", f"/{assets}/x.js")
        assert request.value.url == f"https://49955-{C}.runtime.{HOST}/{assets}/x.js"

    def test_is_learnt_from_a_url_that_passes(self, page: Page) -> None:
        choose_ui(page.context, CONVERSATION, "patched")
        page.goto(f"{CONVERSATION}?idle")
        with page.expect_popup():
            page.evaluate("window.open('http://localhost:40123/?tkn=t')")
        with page.expect_request(f"**/stable-{HASH}/x.js") as request:
            page.evaluate(f"fetch('/stable-{HASH}/x.js')")
        assert request.value.url.startswith("https://40123-")

    def test_is_the_tables_in_another_conversation(self, page: Page) -> None:
        choose_ui(page.context, CONVERSATION, "patched")
        page.goto(f"{CONVERSATION}?idle")
        page.evaluate(READS["fetch, json()"], PATH)
        other = "00112233445566778899aabbccddeeff"
        page.evaluate(f"history.pushState(null, '', '/conversations/{other}')")
        with page.expect_request(f"**/stable-{HASH}/x.js") as request:
            page.evaluate(f"fetch('/stable-{HASH}/x.js')")
        assert request.value.url.startswith(f"https://8001-{other}.runtime.{HOST}/")
