"""The contract, row by row, for every via and through each form of its API."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from demo.addresses import HOST, C
from frontend_patch.rules import vias
from tests.support.url_probe import Tabs

PAGE = f"https://{HOST}/conversations/3f0c8a52-7a1e-4b60-9c2d-0a1b2c3d4e5f"
STABLE = f"/stable-{'0123456789abcdef' * 2}01234567/static/x.js"
INSIDER = f"/insider/{'0123456789abcdef' * 2}01234567/static/x.js"

FORMS = {
    "fetch": ["string", "URL", "Request", "Request of a URL", "Request of another realm"],
    "xhr": ["string", "URL"],
    "websocket": ["string", "URL"],
    "eventsource": ["string", "URL"],
    "beacon": ["string", "URL"],
    "open": ["string", "URL", "with a name"],
    "navigate": ["location.href", "location.assign", "location.replace", "navigation.navigate"],
    "link": [
        *("attribute", "property", "HTML", "child of it clicked", "in a shadow tree"),
        *("set by a handler", "outside the document", "same tab", "area"),
    ],
    "form": [
        *("attribute", "property", "HTML", "form.submit()", "button clicked"),
        *("formaction of a button", "formaction of an input", "in a shadow tree"),
        *("field named action", "fields named as properties"),
    ],
    "frame": [
        *("attribute", "attribute in the document", "property", "innerHTML", "outerHTML"),
        *("insertAdjacentHTML", "innerHTML of a shadow tree", "embed", "object"),
        "object property",
    ],
    "media": [
        *("img attribute", "img property", "img HTML", "video attribute", "audio property"),
        *("audio HTML", "source"),
    ],
    "text": ["text node", "textContent", "nodeValue", "HTML"],
    "response": ["fetch, json()", "xhr, responseText"],
}
FRAME_MARKUP = [form for form in FORMS["frame"] if "HTML" in form]
DOCUMENT = [via for via in vias.DOCUMENT if via != "text"]
REQUEST = [via for via in vias.REQUEST if via != "websocket"]

CHANGED: list[tuple[list[str], str, str]] = [
    (
        ["websocket"],
        "ws://localhost:54928/sockets/events/x?resend_all=true",
        f"wss://{HOST}/runtime/{C}/54928/sockets/events/x?resend_all=true",
    ),
    (
        ["websocket"],
        f"wss://{HOST}:54928/sockets/events/x",
        f"wss://{HOST}/runtime/{C}/54928/sockets/events/x",
    ),
    (
        ["websocket"],
        f"wss://51745-{C}.runtime.{HOST}/x",
        f"wss://{HOST}/runtime/{C}/51745/x",
    ),
    (REQUEST, f"https://{HOST}:54928/api/x", f"https://{HOST}/runtime/{C}/54928/api/x"),
    (
        REQUEST,
        "http://localhost:54928/api/git/changes/%2Fworkspace%2Fproject",
        f"https://{HOST}/runtime/{C}/54928/api/git/changes/%2Fworkspace%2Fproject",
    ),
    (REQUEST, f"https://51745-{C}.runtime.{HOST}/x", f"https://{HOST}/runtime/{C}/51745/x"),
    (
        [*DOCUMENT, "text", "response"],
        "http://localhost:5000/api/data?q=1#top",
        f"https://5000-{C}.runtime.{HOST}/api/data?q=1#top",
    ),
    (
        [*DOCUMENT, "text"],
        f"http://{HOST}:49955/?tkn=t&folder=/w",
        f"https://49955-{C}.runtime.{HOST}/?tkn=t&folder=/w",
    ),
    ([*DOCUMENT, "text"], "http://localhost/x", f"https://80-{C}.runtime.{HOST}/x"),
    ([*REQUEST, *DOCUMENT], STABLE, f"https://8001-{C}.runtime.{HOST}{STABLE}"),
    (
        [*REQUEST, *DOCUMENT, "text"],
        f"http://localhost:49955{INSIDER}",
        f"https://49955-{C}.runtime.{HOST}{INSIDER}",
    ),
]

UNCHANGED = [
    (vias.DOCUMENT, f"https://5000-{C}.runtime.{HOST}/"),
    (vias.GROUPS["any"], "https://example.org:8080/x"),
    (vias.GROUPS["any"], "/api/settings"),
    (["fetch", "xhr", "eventsource", "frame", "media", "text"], "data:,x"),
    (["open", "link", "text"], "about:blank"),
    (["text"], "mailto:somebody@localhost"),
    (vias.GROUPS["any"], "http://localhost:99999/"),
    (["xhr", "open", "link", "media", "text"], "http://localhost:5000@evil.example/"),
    (vias.GROUPS["any"], "http://localhost:5000.evil.example/"),
]

WITHOUT_CONVERSATION = f"https://{HOST}/settings"
ON_LOOPBACK = f"http://localhost:3000/conversations/{C}"


def _name(via: str, url: str, form: str = "") -> str:
    return f"{via} {form} {url}".replace(C, "C")


@pytest.mark.parametrize(
    ("via", "form", "url", "becomes"),
    [
        pytest.param(via, form, url, becomes, id=_name(via, url, form))
        for row_vias, url, becomes in CHANGED
        for via in row_vias
        for form in FORMS[via]
    ],
)
def test_a_sandbox_url_becomes(tabs: Tabs, via: str, form: str, url: str, becomes: str) -> None:
    left = tabs.send(PAGE, "patched", via, url, form)
    if via in ("text", "response"):
        assert left.outcome == becomes
        return
    if form in FRAME_MARKUP:
        original = urljoin(PAGE, url.partition("#")[0])
        # The first request of such a frame starts before its URL is rewritten, and is canceled.
        left.urls = [one for one in left.urls if one != original]
    assert left.urls
    assert set(left.urls) == {becomes.partition("#")[0]}
    assert left.address in (None, becomes)


@pytest.mark.parametrize(
    ("page", "via", "url"),
    [
        *(
            pytest.param(PAGE, via, url, id=_name(via, url))
            for row_vias, url in UNCHANGED
            for via in row_vias
        ),
        *(
            pytest.param(page, via, url, id=_name(via, page))
            for page in (WITHOUT_CONVERSATION, ON_LOOPBACK)
            for via in vias.GROUPS["any"]
            for url in ["http://localhost:54928/x"]
        ),
    ],
)
def test_any_other_url_leaves_as_without_the_patch(
    tabs: Tabs, page: str, via: str, url: str
) -> None:
    assert tabs.send(page, "patched", via, url) == tabs.send(page, "unpatched", via, url)


def test_a_link_has_the_rewritten_url_before_it_is_clicked(tabs: Tabs) -> None:
    left = tabs.send(PAGE, "patched", "link", "http://localhost:5000/x", "at rest")
    assert left.outcome == f"https://5000-{C}.runtime.{HOST}/x"
