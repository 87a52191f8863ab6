"""Rewriting, URL by URL: the URL parser decides what a URL is."""

from __future__ import annotations

import copy

import pytest
from playwright.sync_api import Page

from demo.addresses import HOST, UUID, C
from frontend_patch.rules.load import Rules
from tests.support.rewriter import Rewriter
from tests.unit.expected import PAGE, request

UNCHANGED = "unchanged"
HARD = [
    # The host is what the URL parser makes of it.
    ("http://127.1:5000/", request(5000)),
    ("http://0x7f.0.0.1:5000/", request(5000)),
    ("http://2130706433:5000/", request(5000)),
    ("http://LOCALHOST:5000/", request(5000)),
    ("http://localhost.:5000/", request(5000)),
    ("http://app.localhost:5000/", request(5000)),
    ("http://[::1]:5000/", request(5000)),
    ("http://[0:0:0:0:0:0:0:1]:5000/", request(5000)),
    ("http://0.0.0.0:5000/", request(5000)),
    ("http://0:5000/", request(5000)),
    ("http://host.docker.internal:5000/", request(5000)),
    ("http://ⓛocalhost:5000/", request(5000)),
    ("http://loc%61lhost:5000/", request(5000)),
    ("http:\\\\localhost:5000\\x", request(5000, "/x")),
    ("  http://localhost:5000/\n", request(5000)),
    ("ht\ntp://local\thost:5000/", request(5000)),
    ("http:localhost:5000", request(5000)),
    ("//localhost:5000/x", request(5000, "/x")),
    # Near misses.
    ("http://localhost:5000@evil.example/", UNCHANGED),
    ("http://localhost:5000.evil.example/", UNCHANGED),
    ("http://localhost.evil.example:5000/", UNCHANGED),
    ("http://127.0.0.1.evil.example:5000/", UNCHANGED),
    ("http://evil.example/http://localhost:5000/", UNCHANGED),
    ("http://evil.example/?u=http://localhost:5000/", UNCHANGED),
    ("http://evil.example#@localhost:5000/", UNCHANGED),
    ("http://notlocalhost:5000/", UNCHANGED),
    ("http://[::2]:5000/", UNCHANGED),
    ("http://11.0.0.1:5000/", UNCHANGED),
    ("http://172.15.255.255:5000/", UNCHANGED),
    ("http://172.32.0.0:5000/", UNCHANGED),
    ("http://192.169.0.1:5000/", UNCHANGED),
    ("http://127.0.0.1.:5000/", request(5000)),
    ("ftp://localhost:5000/", UNCHANGED),
    ("javascript:fetch('http://localhost:5000/')", UNCHANGED),
    ("blob:http://localhost:5000/x", UNCHANGED),
    ("data:text/html,http://localhost:5000/", UNCHANGED),
    ("mailto:a@localhost:5000", UNCHANGED),
    ("about:blank", UNCHANGED),
    ("", UNCHANGED),
    ("http://", UNCHANGED),
    ("http://localhost:99999/", UNCHANGED),
    ("http://localhost:0/", UNCHANGED),
    ("http://local host:5000/", UNCHANGED),
    # The edges of the private networks.
    ("http://10.0.0.0:5000/", request(5000)),
    ("http://172.16.0.0:5000/", request(5000)),
    ("http://172.31.255.255:5000/", request(5000)),
    ("http://192.168.255.255:5000/", request(5000)),
    # The page's own host name.
    (f"https://{HOST}/runtime/x", UNCHANGED),
    (f"https://{HOST}:443/api", UNCHANGED),
    (f"wss://{HOST}/sockets", UNCHANGED),
    (f"http://{HOST}/", request(80)),
    (f"https://{HOST}:8443/", request(8443)),
    (f"https://www.{HOST}:8443/", UNCHANGED),
    # What follows the authority.
    ("http://localhost:5000", request(5000)),
    ("http://localhost:5000?", request(5000, "/?")),
    ("http://localhost:5000#", request(5000, "/#")),
    ("http://localhost:5000//a//b?c?d#e#f", request(5000, "//a//b?c?d#e#f")),
    ("http://localhost:5000/%2F%2e%2E%00/%zz", request(5000, "/%2F%2e%2E%00/%zz")),
    ("http://localhost:5000/a%20b/%F0%9F%92%A9", request(5000, "/a%20b/%F0%9F%92%A9")),
    ("http://localhost:5000/http://localhost:6000/", request(5000, "/http://localhost:6000/")),
    ("http://user:secret@localhost:5000/x", request(5000, "/x")),
    # Schemes and default ports.
    ("https://localhost/x", request(443, "/x")),
    ("http://localhost:80/x", request(80, "/x")),
    ("ws://localhost/x", request(80, "/x", "wss")),
    ("wss://localhost/x", request(443, "/x", "wss")),
]  # fmt: skip


@pytest.mark.parametrize(("url", "becomes"), HARD, ids=[repr(url) for url, _ in HARD])
def test_a_url_is_what_the_url_parser_says(rewriter: Rewriter, url: str, becomes: str) -> None:
    assert rewriter.one(PAGE, "fetch", url) == (url if becomes == UNCHANGED else becomes)


PAGES = [
    (f"https://{HOST}/conversations/{C}", C),
    (f"https://{HOST}/conversations/{C.upper()}", C),
    (f"https://{HOST}/conversations/{UUID}/", C),
    (f"https://{HOST}/conversations/{UUID}/panel?x=1#y", C),
    (f"https://{HOST}/canvas/conversations/{UUID}", C),
    (f"https://{HOST}/shared/conversations/{UUID}/panel", C),
    (f"https://{HOST}/", None),
    (f"https://{HOST}/conversations", None),
    (f"https://{HOST}/conversations/", None),
    (f"https://{HOST}/conversations/task-{UUID}", None),
    (f"https://{HOST}/conversations/{C}0", None),
    (f"https://{HOST}/conversations/{C[:-1]}", None),
    (f"https://{HOST}/conversations/{UUID[:-1]}g", None),
    (f"https://{HOST}/conversations/3f0c8a52-7a1e4b60-9c2d-0a1b2c3d4e5f", None),
    (f"https://{HOST}/?conversations/{C}", None),
    (f"https://{HOST}/my-conversations/{C}", None),
]


@pytest.mark.parametrize(("address", "conversation"), PAGES, ids=[page for page, _ in PAGES])
def test_the_conversation_is_the_id_after_conversations_in_the_path(
    rewriter: Rewriter, address: str, conversation: str | None
) -> None:
    url = "http://localhost:5000/"
    expected = request(5000) if conversation else url
    assert rewriter.one(address, "fetch", url) == expected


@pytest.mark.parametrize(
    "host",
    ["localhost:3000", "app.localhost", "127.0.0.1:3000", "127.8.8.8", "[::1]:3000", "0.0.0.0"],
)
def test_nothing_is_rewritten_on_a_page_on_loopback(rewriter: Rewriter, host: str) -> None:
    page = f"http://{host}/conversations/{C}"
    for url in ("http://localhost:5000/", "http://10.0.0.1:5000/", f"http://{host}9/", "/stable/x"):
        assert rewriter.one(page, "fetch", url) == url


@pytest.mark.parametrize("url", ["http://192.168.1.9:5000/", "http://10.0.0.1:5000/"])
def test_on_a_private_page_another_private_address_may_be_anybodys(
    rewriter: Rewriter, url: str
) -> None:
    assert rewriter.one(f"http://192.168.1.5:3000/conversations/{C}", "fetch", url) == url


def test_on_a_private_page_localhost_is_still_the_sandbox(rewriter: Rewriter) -> None:
    page = f"http://192.168.1.5:3000/conversations/{C}"
    became = rewriter.one(page, "fetch", "http://localhost:5000/x")
    assert became == f"http://192.168.1.5:3000/runtime/{C}/5000/x"


def test_a_subdomain_of_an_address_is_not_made_and_warned_of_once(rewriter: Rewriter) -> None:
    page = f"http://192.168.1.5:3000/conversations/{C}"
    cases = [(page, "open", f"http://localhost:{port}/?token=secret") for port in (5000, 5001)]
    assert [found.once for found in rewriter.all(cases)] == [url for _, _, url in cases]
    assert len(rewriter.warnings) == 1
    assert "192.168.1.5" in rewriter.warnings[0]
    assert "secret" not in rewriter.warnings[0]


@pytest.mark.parametrize(
    ("never", "url"),
    [
        ("8000", "http://localhost:8000/x"),
        ("8000", f"ws://{HOST}:8000/x"),
        ("80", "http://localhost/x"),
        ("http://localhost:8000", "http://localhost:8000/x"),
        ("http://localhost:8000", "ws://localhost:8000/x"),
    ],
)
def test_what_the_table_says_never_of_is_left_alone(
    blank: Page, rules: Rules, never: str, url: str
) -> None:
    rewriter = Rewriter(blank, copy.deepcopy(rules.compiled) | {"never": [never]})
    assert rewriter.one(PAGE, "fetch", url) == url
    assert rewriter.one(PAGE, "fetch", "http://127.0.0.1:8001/x") == request(8001, "/x")
