"""Properties of every URL: a second rewrite changes nothing, and only the origin changes."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network
from itertools import product
from urllib.parse import urlsplit

from demo.addresses import HOST, C
from tests.support.rewriter import Rewriter
from tests.unit.addresses import PAGE

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


#: What may follow an authority: paths that the URL parser changes, and paths that a rule compares.
RESTS = [
    "/", "/x", "/x/", "/x//y", "/x?a=1&b=2", "/x#top", "/x?a#b?c", "?q", "#top", "/?", "/#", "//x",
    "/.", "/./x", "/../x", "/x/..", "/x/.y", "/%2e/x", "/x/%2E%2e/y", "/.%2e/x", "/x/...", "/.well",
    "/a b", "/a\tb", "/a\nb", "/a\\b", "\\x", "/é", "/%C3%A9", "/a'b", "/?a'b", "/a`b", "/a{b}",
    "/a|b", "/a<b>", '/a"b', "/?a b", "/?é", "/^", "/[x]", "/@x", "/x@y", "@evil.example/", ":1/x",
    "/x:1", "/x/%zz", "/x;y=1,2", "/~x", "/*", "/$()+!", f"/stable-{'a' * 40}",
    f"/stable-{'a' * 40}?x", f"/x/../oss-{'b' * 40}/", f"/%73table-{'a' * 40}",
]  # fmt: skip


#: Authorities, some of which the URL parser writes in another way or rejects.
AUTHORITIES = [
    "http://localhost:5000", "ws://localhost:5000", "HTTP://LOCALHOST:5000",
    "http://LocalHost:5000", "http://127.1:5000", "http://0x7f.1:5000", "http://2130706433:5000",
    "http://localhost:80", "http://localhost:05000", "http://localhost.:5000",
    "http://localhost:99999", "http://localhost:0", "http:/localhost:5000", "http://localhost",
    "https://localhost:443", "ftp://localhost:5000", "http://user@localhost:5000",
    "http://localhost:5000@evil.example", "http://xn--:5000", f"https://{HOST}",
    f"https://{HOST}:30001", f"https://{HOST}:1", "https://example.org",
    f"https://7-{C}.runtime.{HOST}", f"wss://7-{C}.runtime.{HOST}", "http://192.168.0.1:5000",
]  # fmt: skip


def test_rewriting_twice_is_rewriting_once(rewriter: Rewriter) -> None:
    cases = list(product([PAGE, f"http://10.9.9.9:3000/conversations/{C}"], VIAS, ALL))
    for case, found in zip(cases, rewriter.all(cases), strict=True):
        assert found.twice == found.once, case


def test_earlier_urls_do_not_change_what_a_url_becomes(rewriter: Rewriter) -> None:
    # Each twice, so that the second finds what the rewriter remembers of the first.
    urls = [authority + rest for authority in AUTHORITIES for rest in RESTS for _ in "12"]
    pages = [PAGE, f"https://{HOST}/settings", f"http://10.9.9.9:3000/conversations/{C}"]
    cases = list(product(pages, [*VIAS, "text", "response"], urls))
    changed = 0
    for case, found in zip(cases, rewriter.all(cases), strict=True):
        assert found.once == found.alone, case
        changed += found.once != case[2]
    assert changed > 5000


def test_the_port_of_vscode_is_learned_at_an_authority_that_was_seen_before(
    rewriter: Rewriter,
) -> None:
    asset = f"/stable-{'a' * 40}/x.js"
    urls = ["http://localhost:49955/x", "http://localhost:49955/?tkn=t", asset]
    *_, found = rewriter.all([(PAGE, "open", url) for url in urls])
    assert found.once == f"https://49955-{C}.runtime.{HOST}{asset}"


def test_only_sandbox_urls_change_and_only_before_their_path(
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
    """The contract, implemented independently with Python's own address types."""
    parts = urlsplit(href or "")
    if parts.scheme not in ("http", "https", "ws", "wss") or not parts.hostname:
        return False
    port = parts.port if parts.port is not None else 443 if parts.scheme in ("https", "wss") else 80
    if port == 0:
        return False
    if parts.hostname == f"7-{C}.runtime.{HOST}":
        return parts.port is None and via != "open"
    if parts.hostname == HOST:
        # Of PORTS, the default `ports` of the table lists only this one.
        return port == 65535
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
