"""A sandbox URL in a JSON response is right when the page reads it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demo.addresses import HOST, UUID, C
from demo.stub_server.app import Answer, Stub
from frontend_patch.paths import RULES
from tests.support.url_probe import Tabs, choose_ui

TABLE = json.loads(RULES.read_text())
CONVERSATION = f"https://{HOST}/conversations/{UUID}"
VSCODE = f"https://49955-{C}.runtime.{HOST}/?tkn=secret&folder=/workspace"

#: How a page reads a body, and what else it can tell of the answer. Each returns a value of JSON.
READS = {
    "fetch, json()": "async (url) => (await fetch(url)).json()",
    "fetch, text()": "async (url) => (await fetch(url)).text()",
    "fetch, a Request": "async (url) => (await fetch(new Request(url))).text()",
    "fetch, blob()": """async (url) => {
        const blob = await (await fetch(url)).blob();
        return [blob.type, await blob.text()];
    }""",
    "fetch, arrayBuffer()": """async (url) =>
        new TextDecoder().decode(await (await fetch(url)).arrayBuffer())""",
    "fetch, clone()": """async (url) => {
        const answer = await fetch(url);
        const clone = answer.clone();
        return [await clone.text(), clone.url, clone.type, answer.bodyUsed, await answer.text()];
    }""",
    "fetch, body as a stream": """async (url) => {
        const answer = await fetch(url);
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let text = '';
        for (;;) {
            const { done, value } = await reader.read();
            if (done) return [text, answer.bodyUsed];
            text += value;
        }
    }""",
    "fetch, what it tells of itself": """async (url) => {
        const answer = await fetch(url);
        const { status, statusText, ok, type, url: from, redirected, bodyUsed } = answer;
        const headers = Object.fromEntries(answer.headers);
        delete headers.date;
        await answer.text();
        const isOne = answer instanceof Response;
        return [status, statusText, ok, type, from, redirected, bodyUsed, headers, isOne,
            answer.bodyUsed, await answer.text().catch(({ name }) => name)];
    }""",
    **{
        f"xhr, responseType {kind!r}": f"""(url) => new Promise((resolve) => {{
            const xhr = new XMLHttpRequest(), events = [];
            for (const type of ['readystatechange', 'loadstart', 'load', 'loadend'])
                xhr.addEventListener(type, () => events.push([type, xhr.readyState]));
            xhr.onloadend = async () => {{
                const {{ response, status, statusText, responseURL }} = xhr;
                const again = xhr.response === response;
                let text;
                try {{ text = xhr.responseText }} catch ({{ name }}) {{ text = name }}
                const body = response instanceof Blob ? [response.type, await response.text()]
                    : response instanceof ArrayBuffer ? new TextDecoder().decode(response)
                    : response instanceof Document ? 'document' : response;
                resolve([body, text, again, status, statusText, responseURL, xhr.responseType,
                    xhr.getResponseHeader('Content-Type'), events]);
            }};
            xhr.open('GET', url);
            xhr.responseType = '{kind}';
            xhr.send();
        }})"""
        for kind in ("", "text", "json", "arraybuffer", "blob", "document")
    },
    "xhr, synchronous": """(url) => {
        const xhr = new XMLHttpRequest();
        xhr.open('GET', url, false);
        xhr.send();
        return [xhr.response, xhr.responseText];
    }""",
}
PATH = f"/api/conversations/{UUID}/vscode-url"
BODY: dict[str, Any] = {
    "vscode_url": "http://localhost:49955/?tkn=secret&folder=/workspace",
    "n": 1.0,
    "é": None,
}


@pytest.fixture(autouse=True)
def answers(stub: Stub) -> Iterator[dict[str, Answer]]:
    yield stub.answers
    stub.answers.clear()


def _examples() -> Iterator[Any]:
    for rule in TABLE["responses"]:
        for number, example in enumerate(rule["examples"]):
            for read in ("fetch, json()", "xhr, responseType 'json'"):
                yield pytest.param(example, read, id=f"{rule['id']}-{number}-{read}")


@pytest.mark.parametrize(("example", "read"), list(_examples()))
def test_is_read_as_the_table_says(
    tabs: Tabs, answers: dict[str, Answer], example: dict[str, Any], read: str
) -> None:
    path = urlsplit(example["url"]).path
    body = Answer(json.dumps(example["body"]).encode())
    # A sandbox's answer comes over the path route.
    answers[path] = answers[f"/runtime/{C}/54928{path}"] = body
    page = tabs.at(example.get("page", TABLE["examplePage"]), "patched")
    found = page.evaluate(READS[read], example["url"])
    becomes = example["body"] if example["becomes"] == "unchanged" else example["becomes"]
    assert (found if read.startswith("fetch") else found[0]) == becomes


def _read_both(tabs: Tabs, read: str) -> tuple[Any, Any]:
    patched, unpatched = (
        tabs.at(CONVERSATION, ui).evaluate(READS[read], PATH) for ui in ("patched", "unpatched")
    )
    return patched, unpatched


@pytest.mark.parametrize("read", READS)
def test_differs_from_the_unpatched_pages_in_nothing_but_the_field(
    tabs: Tabs, answers: dict[str, Answer], read: str
) -> None:
    # As JSON.stringify writes it, so that the rest is the same by the byte.
    text = json.dumps(BODY | {"n": 1}, separators=(",", ":"), ensure_ascii=False)
    answers[PATH] = Answer(text.encode(), 203, {"Content-Type": "application/json", "X-A": "b"})
    patched, unpatched = (json.dumps(one) for one in _read_both(tabs, read))
    # How long the body was is all that tells of it.
    assert patched == unpatched.replace(BODY["vscode_url"], VSCODE)
    assert (patched == unpatched) is (
        read in ("fetch, what it tells of itself",) or "document" in read
    )


UNCHANGED = {
    "another shape": b'{ "vscode_url": { "a": [1.0, 12345678901234567890] } }',
    "another site's URL": b'{"vscode_url":  "https://example.org/?tkn=t"}',
    "null": b"null",
    "a list": b"[1, 2]",
    "not JSON": b"<!DOCTYPE html>http://localhost:49955",
    "JSON that breaks off": b'{"vscode_url": "http://localhost:49955/',
    "nothing": b"",
    "not UTF-8": b'{"vscode_url": "\xff"}',
}


@pytest.mark.parametrize("body", UNCHANGED)
def test_arrives_as_it_came_where_there_is_nothing_to_change(
    tabs: Tabs, answers: dict[str, Answer], body: str
) -> None:
    answers[PATH] = Answer(UNCHANGED[body])
    for read in ("fetch, text()", "fetch, body as a stream", "xhr, responseType ''"):
        patched, unpatched = _read_both(tabs, read)
        assert patched == unpatched, read


def test_is_read_compressed_as_well(tabs: Tabs, answers: dict[str, Answer]) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answers[PATH] = Answer(gzip.compress(json.dumps(BODY).encode()), headers=headers)
    page = tabs.at(CONVERSATION, "patched")
    assert page.evaluate(READS["fetch, json()"], PATH)["vscode_url"] == VSCODE


@pytest.mark.parametrize("path", ["/api/other", "/api/v1/app-conversations", "/api/git/changes"])
def test_others_are_handed_over_untouched(
    tabs: Tabs, path: str, answers: dict[str, Answer]
) -> None:
    answers[path] = Answer(json.dumps({**BODY, "url": "http://localhost:1"}).encode())
    page = tabs.at(CONVERSATION, "patched")
    page.evaluate(
        """() => {
          globalThis.clones = 0;
          const { clone } = Response.prototype;
          Response.prototype.clone = function () { clones++; return clone.call(this); };
        }"""
    )
    found = page.evaluate(READS["fetch, json()"], path)
    assert (found["url"], page.evaluate("clones")) == ("http://localhost:1", 0)


def test_of_another_origin_is_handed_over_untouched(tabs: Tabs, answers: dict[str, Answer]) -> None:
    headers = {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}
    answers[PATH] = Answer(json.dumps(BODY).encode(), headers=headers)
    page = tabs.at(CONVERSATION, "patched")
    found = page.evaluate(READS["fetch, json()"], f"https://example.org{PATH}")
    assert found["vscode_url"] == BODY["vscode_url"]


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
