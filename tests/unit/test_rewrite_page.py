"""The page of a URL: its conversation, its own host, and excluded ports and origins."""

from __future__ import annotations

import copy

import pytest
from playwright.sync_api import Page

from demo.addresses import HOST, UUID, C
from frontend_patch.rules.load import Rules
from tests.support.rewriter import Rewriter
from tests.unit.addresses import PAGE, request_url

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
def test_the_conversation_id_follows_conversations_in_the_path(
    rewriter: Rewriter, address: str, conversation: str | None
) -> None:
    url = "http://localhost:5000/"
    expected = request_url(5000) if conversation else url
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
def test_on_a_private_page_other_private_addresses_are_not_rewritten(
    rewriter: Rewriter, url: str
) -> None:
    assert rewriter.one(f"http://192.168.1.5:3000/conversations/{C}", "fetch", url) == url


def test_on_a_private_page_localhost_is_rewritten(rewriter: Rewriter) -> None:
    page = f"http://192.168.1.5:3000/conversations/{C}"
    became = rewriter.one(page, "fetch", "http://localhost:5000/x")
    assert became == f"http://192.168.1.5:3000/runtime/{C}/5000/x"


def test_a_subdomain_of_an_ip_address_is_not_used_and_causes_one_warning(
    rewriter: Rewriter,
) -> None:
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
def test_excluded_ports_and_origins_are_not_rewritten(
    blank: Page, rules: Rules, never: str, url: str
) -> None:
    rewriter = Rewriter(blank, copy.deepcopy(rules.compiled) | {"never": [never]})
    assert rewriter.one(PAGE, "fetch", url) == url
    assert rewriter.one(PAGE, "fetch", "http://127.0.0.1:8001/x") == request_url(8001, "/x")
