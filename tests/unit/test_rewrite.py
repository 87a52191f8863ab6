"""Which URLs are sandbox URLs: hard cases for the URL parser."""

from __future__ import annotations

import pytest

from demo.addresses import HOST
from tests.support.rewriter import Rewriter
from tests.unit.addresses import PAGE, request_url

UNCHANGED = "unchanged"


HARD = [
    # The URL parser normalizes the host.
    ("http://127.1:5000/", request_url(5000)),
    ("http://0x7f.0.0.1:5000/", request_url(5000)),
    ("http://2130706433:5000/", request_url(5000)),
    ("http://LOCALHOST:5000/", request_url(5000)),
    ("http://localhost.:5000/", request_url(5000)),
    ("http://app.localhost:5000/", request_url(5000)),
    ("http://[::1]:5000/", request_url(5000)),
    ("http://[0:0:0:0:0:0:0:1]:5000/", request_url(5000)),
    ("http://0.0.0.0:5000/", request_url(5000)),
    ("http://0:5000/", request_url(5000)),
    ("http://host.docker.internal:5000/", request_url(5000)),
    ("http://ⓛocalhost:5000/", request_url(5000)),
    ("http://loc%61lhost:5000/", request_url(5000)),
    ("http:\\\\localhost:5000\\x", request_url(5000, "/x")),
    ("  http://localhost:5000/\n", request_url(5000)),
    ("ht\ntp://local\thost:5000/", request_url(5000)),
    ("http:localhost:5000", request_url(5000)),
    ("//localhost:5000/x", request_url(5000, "/x")),
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
    ("http://127.0.0.1.:5000/", request_url(5000)),
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
    # The limits of the private networks.
    ("http://10.0.0.0:5000/", request_url(5000)),
    ("http://172.16.0.0:5000/", request_url(5000)),
    ("http://172.31.255.255:5000/", request_url(5000)),
    ("http://192.168.255.255:5000/", request_url(5000)),
    # The page's own host name.
    (f"https://{HOST}/runtime/x", UNCHANGED),
    (f"https://{HOST}:443/api", UNCHANGED),
    (f"wss://{HOST}/sockets", UNCHANGED),
    (f"http://{HOST}/", UNCHANGED),
    (f"https://{HOST}:8443/", UNCHANGED),
    (f"https://{HOST}:30443/", request_url(30443)),
    (f"https://www.{HOST}:8443/", UNCHANGED),
    # What follows the authority.
    ("http://localhost:5000", request_url(5000)),
    ("http://localhost:5000?", request_url(5000, "/?")),
    ("http://localhost:5000#", request_url(5000, "/#")),
    ("http://localhost:5000//a//b?c?d#e#f", request_url(5000, "//a//b?c?d#e#f")),
    ("http://localhost:5000/%2F%2e%2E%00/%zz", request_url(5000, "/%2F%2e%2E%00/%zz")),
    ("http://localhost:5000/a%20b/%F0%9F%92%A9", request_url(5000, "/a%20b/%F0%9F%92%A9")),
    ("http://localhost:5000/http://localhost:6000/", request_url(5000, "/http://localhost:6000/")),
    ("http://user:secret@localhost:5000/x", request_url(5000, "/x")),
    # Schemes and default ports.
    ("https://localhost/x", request_url(443, "/x")),
    ("http://localhost:80/x", request_url(80, "/x")),
    ("ws://localhost/x", request_url(80, "/x", "wss")),
    ("wss://localhost/x", request_url(443, "/x", "wss")),
]  # fmt: skip


@pytest.mark.parametrize(("url", "becomes"), HARD, ids=[repr(url) for url, _ in HARD])
def test_the_url_parser_decides_what_a_url_is(rewriter: Rewriter, url: str, becomes: str) -> None:
    assert rewriter.one(PAGE, "fetch", url) == (url if becomes == UNCHANGED else becomes)
