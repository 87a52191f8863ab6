"""What rewrite.js makes of a URL, by itself: the hard cases, and what holds for all."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network
from itertools import product
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from demo.addresses import HOST, UUID, C
from frontend_patch.rules.load import Rules
from tests.support.rewriter import Rewriter

PAGE = f"https://{HOST}/conversations/{UUID}"
UNCHANGED = "unchanged"


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    with browser.new_page() as page:
        yield page


@pytest.fixture(scope="module")
def rewriter(blank: Page, rules: Rules) -> Rewriter:
    return Rewriter(blank, rules.compiled)


def request(port: int, rest: str = "/", scheme: str = "https") -> str:
    return f"{scheme}://{HOST}/runtime/{C}/{port}{rest}"


def document(port: int, rest: str = "/") -> str:
    return f"https://{port}-{C}.runtime.{HOST}{rest}"


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


SCHEMES = ["http:", "https:", "ws:", "wss:", "", "ftp:", "file:"]
USERS = ["", "user@", "localhost:5000@"]
HOSTS = [
    *("localhost", "a.localhost", "127.0.0.1", "127.255.0.9", "[::1]", "0.0.0.0", "10.1.2.3"),
    *("172.20.0.3", "192.168.0.1", "host.docker.internal", HOST, "example.org", "8.8.8.8"),
    *("localhost.example.org", f"x.{HOST}", f"7-{C}.runtime.{HOST}", f"x-{C}.runtime.{HOST}"),
]
PORTS = ["", ":80", ":443", ":5000", ":65535", ":0", ":65536"]
PATHS = ["", "/", "/a%2Fb//c?d=%20#e", f"/stable-{'a' * 40}/x.js", "?q", "#top"]
ALL = [
    f"{scheme}//{user}{host}{port}{path}"
    for scheme, user, host, port, path in product(SCHEMES, USERS, HOSTS, PORTS, PATHS)
]
VIAS = ["fetch", "websocket", "open"]


def test_twice_is_once(rewriter: Rewriter) -> None:
    cases = list(product([PAGE, f"http://10.9.9.9:3000/conversations/{C}"], VIAS, ALL))
    for case, found in zip(cases, rewriter.all(cases), strict=True):
        assert found.twice == found.once, case


def test_just_the_urls_of_sandbox_hosts_change_and_only_before_their_path(
    rewriter: Rewriter,
) -> None:
    cases = list(product([PAGE], VIAS, [url for url in ALL if "/stable-" not in url]))
    changed = 0
    for case, found in zip(cases, rewriter.all(cases), strict=True):
        _, via, url = case
        assert (found.once != url) is _should_change(found.href, via), case
        if found.once != url:
            changed += 1
            assert found.href is not None
            assert _after_authority(found.once).endswith(_after_authority(found.href)), case
            assert urlsplit(found.once).hostname in (HOST, _runtime_host(found.once)), case
    assert changed > 1000


def _should_change(href: str | None, via: str) -> bool:
    """The contract once more, from the parsed URL and Python's own idea of addresses."""
    parts = urlsplit(href or "")
    if parts.scheme not in ("http", "https", "ws", "wss") or not parts.hostname:
        return False
    port = parts.port if parts.port is not None else 443 if parts.scheme in ("https", "wss") else 80
    if port == 0:
        return False
    if parts.hostname == f"7-{C}.runtime.{HOST}":
        return parts.port is None and via != "open"
    if parts.hostname == HOST:
        return port != 443
    if parts.hostname in ("localhost", "a.localhost", "::1", "0.0.0.0", "host.docker.internal"):
        return True
    networks = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
    try:
        address = IPv4Address(parts.hostname)
    except ValueError:
        return False
    return any(address in IPv4Network(network) for network in networks)


def _after_authority(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def _runtime_host(url: str) -> str:
    return f"{urlsplit(url).netloc.partition('-')[0]}-{C}.runtime.{HOST}"
