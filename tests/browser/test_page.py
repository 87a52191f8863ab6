"""The patched stub UI as a person uses it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from demo.addresses import HOST, UUID, C
from frontend_patch.bundle.build import Bundle
from frontend_patch.html.document import MARKER
from frontend_patch.rules.load import Rules
from tests.support.url_probe import choose_ui

HOME = f"https://{HOST}/"
CONVERSATION = f"{HOME}conversations/{UUID}"

Open = Callable[..., Page]


@pytest.fixture
def open_page(page: Page) -> Open:
    def open_page(address: str, ui: str = "patched") -> Page:
        choose_ui(page.context, address, ui)
        page.goto(address)
        return page

    return open_page


def test_without_the_patch_the_chat_does_not_connect(open_page: Open) -> None:
    page = open_page(CONVERSATION, "unpatched")
    expect(page.locator("#status")).to_have_text("Disconnected")


def test_the_chat_connects_and_talks(open_page: Open) -> None:
    page = open_page(CONVERSATION)
    expect(page.locator("#status")).to_have_text("Connected")
    page.get_by_label("Message").fill("hello")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#chat li").last).to_have_text("you said: hello")
    path = f"/runtime/{C}/54928/sockets/events/{UUID}?resend_all=true"
    expect(page.locator("#chat li").first).to_contain_text(path)


def test_the_changes_arrive_with_their_path_as_it_was(open_page: Open) -> None:
    page = open_page(CONVERSATION)
    expect(page.locator("#status")).to_have_text("Connected")
    page.get_by_role("button", name="Changes").click()
    path = f"/runtime/{C}/54928/api/git/changes/%2Fworkspace%2Fproject"
    expect(page.locator("#shown")).to_contain_text(path)


def test_the_app_opens_on_its_own_origin(open_page: Open) -> None:
    page = open_page(CONVERSATION)
    expect(page.locator("#status")).to_have_text("Connected")
    with page.expect_popup() as popup:
        page.get_by_role("button", name="Open the app").click()
    popup.value.wait_for_load_state()
    assert popup.value.url == f"https://5000-{C}.runtime.{HOST}/"


def test_the_app_is_shown_in_its_tab(open_page: Open) -> None:
    page = open_page(CONVERSATION)
    expect(page.locator("#status")).to_have_text("Connected")
    page.get_by_role("button", name="App tab").click()
    app = page.frame_locator("#frame").locator("body")
    expect(app).to_contain_text(f'"host": "5000-{C}.runtime.{HOST}"')


def test_a_conversation_begun_without_a_page_load_is_seen(open_page: Open) -> None:
    page = open_page(HOME)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#status")).to_have_text("Connected")
    conversation = page.url.rpartition("/")[2].replace("-", "")
    expect(page.locator("#chat li").first).to_contain_text(f"/runtime/{conversation}/54928/")


def test_the_console_gets_one_line_with_version_and_rule_count(
    open_page: Open, page: Page, rules: Rules
) -> None:
    lines: list[str] = []

    def on_line(line: ConsoleMessage) -> None:
        lines.append(f"{line.type}: {line.text}")

    page.on("console", on_line)
    # The page writes it when it is idle.
    with page.expect_console_message():
        open_page(CONVERSATION)
    expect(page.locator("#status")).to_have_text("Connected")
    version = rules.compiled["version"]
    assert lines == [f"info: [frontend-patch] {version}, {rules.count} rules"]


def test_the_debug_switch_logs_origins_and_no_token(open_page: Open, page: Page) -> None:
    lines: list[str] = []

    def on_line(line: ConsoleMessage) -> None:
        if line.type == "debug":
            lines.append(line.text)

    page.on("console", on_line)
    page.add_init_script("localStorage.setItem('frontend-patch:debug', '1')")
    open_page(f"{CONVERSATION}?idle").evaluate("fetch('http://localhost:5000/secret?token=secret')")
    expected = f"[frontend-patch] sandbox-request fetch http://localhost:5000 -> https://{HOST}"
    assert lines == [expected]


def test_a_second_copy_of_the_script_does_nothing(open_page: Open, bundle: Bundle) -> None:
    page = open_page(f"{CONVERSATION}?idle")
    page.evaluate("before = [fetch, WebSocket, open, XMLHttpRequest.prototype.open, Request]")
    page.add_script_tag(content=bundle.script.decode())
    after = "[fetch, WebSocket, open, XMLHttpRequest.prototype.open, Request]"
    assert page.evaluate(f"{after}.every((one, index) => one === before[index])")


def test_the_window_tells_which_bundle_runs(open_page: Open, rules: Rules) -> None:
    page = open_page(f"{CONVERSATION}?idle")
    expected = {"version": rules.compiled["version"], "hash": rules.hash}
    assert (
        page.evaluate("(({ version, hash }) => ({ version, hash }))(__frontendPatch)") == expected
    )
    served = page.evaluate("fetch(location).then((answer) => answer.text())")
    assert f'{MARKER}="{expected["version"]}+{expected["hash"]}"' in served


def test_a_page_on_loopback_keeps_its_native_functions_but_fetch_and_xhr(
    open_page: Open,
) -> None:
    page = open_page(f"http://localhost:3000/conversations/{UUID}?idle")
    assert page.evaluate("'__frontendPatch' in window")
    assert page.evaluate("WebSocket.prototype.constructor === WebSocket")
    # Only a Proxy has a text of its own; a native function takes that of Function.prototype.
    own = "(one) => one.toString === Function.prototype.toString"
    assert page.evaluate(f"[EventSource, WebSocket, open, Request].every({own})")


def test_a_request_of_another_realm_keeps_method_headers_and_body(open_page: Open) -> None:
    received = open_page(f"{CONVERSATION}?idle").evaluate(
        """async () => {
          const frame = document.body.appendChild(document.createElement('iframe'));
          const request = new frame.contentWindow.Request('http://localhost:5000/x', {
            method: 'POST', headers: {'X-A': 'b'}, body: 'the body',
          });
          const { method, host, path, headers, body } = await (await fetch(request)).json();
          return [method, host, path, headers['x-a'], body, request.bodyUsed];
        }"""
    )
    assert received == ["POST", HOST, f"/runtime/{C}/5000/x", "b", "the body", True]
