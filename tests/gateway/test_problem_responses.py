"""How the gateway reports a problem: as a page, as JSON, or without a body."""

from __future__ import annotations

import re

import pytest

from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, request, send
from tests.gateway.docker_api import DockerApi, Fault
from tests.gateway.nginx import Gateway
from tests.gateway.sandboxes import USER

PREFETCH = ("Sec-Purpose", "prefetch")
XHR = ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty")
IMAGE = ("Sec-Fetch-Dest", "image")


@pytest.mark.parametrize(
    ("what", "path", "headers", "status"),
    [
        ("a prefetch", "/", [PREFETCH], 204),
        ("a prerender", "/", [("Sec-Purpose", "prefetch;prerender")], 204),
        ("an older browser's", "/", [("Purpose", "prefetch")], 204),
        ("the icon", "/favicon.ico", [IMAGE], 204),
        ("another image", "/logo.png", [IMAGE], 502),
        ("a file of that name", "/favicon.ico", [], 502),
        ("the page's poll", "/", XHR, 502),
        ("a person", "/", [("Sec-Fetch-Dest", "document")], 502),
    ],
)
def test_only_a_request_that_nobody_reads_is_answered_with_204(
    gateway: Gateway,
    closed: App,
    what: str,
    path: str,
    headers: list[tuple[str, str]],
    status: int,
) -> None:
    by_host = request(path, *EDGE, *headers, host=at_host(closed))
    by_path = request(at_path(closed) + path, *EDGE, *headers)
    for asked in (by_host, by_path):
        answer = send(gateway.plain, asked)
        assert (answer.status, answer["Cache-Control"]) == (status, "no-store"), what


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        (None, False),
        ("*/*", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("application/json, text/plain, */*", True),
        ("Application/JSON", True),
        ("application/json;q=0", False),
        ("text/html;q=0.5, application/json", True),
        ("text/html, application/json", False),
        ("application/json, text/html", True),
        ("application/json;q=0.1, text/html;q=0.2", False),
    ],
)
def test_json_for_those_who_prefer_it(gateway: Gateway, accept: str | None, is_json: bool) -> None:
    headers = [("Accept", accept)] if accept else []
    answer = send(gateway.plain, request("/runtime/x/", *EDGE, *headers))
    kind = "application/json" if is_json else "text/html; charset=utf-8"
    assert (answer["Content-Type"], answer["Vary"]) == (kind, "Accept")


def test_a_page_for_a_person(gateway: Gateway, closed: App) -> None:
    answer = send(gateway.plain, request("/", *EDGE, host=at_host(closed)))
    page = answer.body.decode()
    assert "<title>The app is not responding</title>" in page
    assert "502 ERR_NO_ANSWER" in page
    assert '<meta http-equiv="refresh" content="3">' in page
    assert '<meta name="color-scheme" content="light dark">' in page
    assert not re.search(r"src=|href=|url\(|@import", page)
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_page_after_a_form_was_sent_does_not_reload_itself(gateway: Gateway, closed: App) -> None:
    post = request("/", *EDGE, host=at_host(closed), method="POST", body=b"a=b")
    answer = send(gateway.plain, post)
    assert (answer.status, b"refresh" in answer.body) == (502, False)


def test_head_has_no_body(gateway: Gateway, closed: App) -> None:
    head = request("/", *EDGE, host=at_host(closed), method="HEAD")
    answer = send(gateway.plain, head)
    assert (answer.status, answer.body) == (502, b"")


@pytest.mark.parametrize("fault", [None, "500", "garbage"])
def test_nothing_internal_is_told(
    gateway: Gateway, docker: DockerApi, closed: App, fault: Fault | None
) -> None:
    docker.fault = fault
    for accept in ("text/html", "application/json"):
        answer = send(gateway.plain, request("/", *EDGE, ("Accept", accept), host=at_host(closed)))
        told = (answer.body + repr(answer.headers).encode()).decode()
        for secret in (closed.address, str(docker.socket), "docker.sock", "/var", USER, "lua"):
            assert secret not in told
