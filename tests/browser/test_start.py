"""What already works while the document is being parsed, and its first scripts run."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from demo.addresses import HOST, C
from frontend_patch.bundle.build import Bundle
from frontend_patch.html.document import MARKER
from frontend_patch.inject.inject import inject
from tests.browser.served import Served

SANDBOX = f"{HOST}/runtime/{C}/5000/x"

#: How a first script requests a URL; each returns the URL that is requested.
REQUESTS = {
    "fetch": "fetch(url).then((answer) => answer.url)",
    "fetch of a Request": "fetch(new Request(url)).then((answer) => answer.url)",
    "fetch of a Request with a body": """
      fetch(new Request(url, { method: 'POST', body: 'x' })).then((answer) => answer.url)""",
    "xhr": """new Promise((resolve) => {
      const xhr = new XMLHttpRequest();
      xhr.onloadend = () => resolve(xhr.responseURL);
      xhr.open('GET', url);
      xhr.send();
    })""",
    "EventSource": "new EventSource(url).url",
    "WebSocket": "new WebSocket(url.replace('http', 'ws')).url.replace('ws', 'http')",
}


def _opened(served: Served, first_script: str) -> Page:
    body = f"<body><script>{first_script}</script></body>"
    document = f"<!doctype html><html><head><title>x</title></head>{body}</html>"
    return served.open(inject(document.encode(), served.bundle))


@pytest.mark.parametrize("request_of", REQUESTS)
def test_the_first_script_can_send_requests(served: Served, request_of: str) -> None:
    first = f"""
      const url = 'http://localhost:5000/x';
      globalThis.early = [document.readyState, {REQUESTS[request_of]}];
    """
    page = _opened(served, first)
    assert page.evaluate("Promise.all(early)") == ["loading", f"https://{SANDBOX}"]


def test_a_request_is_recognized_where_the_page_has_extended_its_class(served: Served) -> None:
    first = """
      Request = class extends Request {};
      globalThis.early = fetch(new Request('/runtime/x')).then(({ url }) => url);
    """
    page = _opened(served, first)
    assert page.evaluate("early") == f"https://{HOST}/runtime/x"


def test_a_socket_opens_as_without_the_patch_if_no_rewriter_can_be_made(served: Served) -> None:
    first = """
      const native = Map;
      globalThis.errors = [];
      onerror = (message) => errors.push(message);
      Map = class { constructor() { throw new Error('no Map'); } };
      globalThis.opened = new WebSocket('ws://localhost:5000/x').url;
      document.addEventListener('DOMContentLoaded', () => { Map = native; });
    """
    page = _opened(served, first)
    assert page.evaluate("[opened, errors]") == ["ws://localhost:5000/x", []]


def test_the_script_element_is_gone_before_the_document_is_complete(
    page: Page, bundle: Bundle
) -> None:
    page.goto("about:blank")
    start = f"<!doctype html><head><script {MARKER}=1>{bundle.script.decode()}</script><p>first"
    page.evaluate("(start) => document.write(start)", start)
    page.wait_for_function("document.scripts.length === 0")
    assert page.evaluate("[typeof __frontendPatch, document.readyState]") == ["object", "loading"]
