"""The gateway refuses a request whose length could be read in two ways."""

from __future__ import annotations

import pytest

from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, connect, request, send
from tests.gateway.nginx import Gateway

SECOND = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"

REFUSED = {
    "both lengths": (b"Content-Length: 4\r\nTransfer-Encoding: chunked", b"0\r\n\r\n" + SECOND),
    "both, the other way": (b"Transfer-Encoding: chunked\r\nContent-Length: 4", b"0\r\n\r\n"),
    "two lengths": (b"Content-Length: 4\r\nContent-Length: 5", b"abcde"),
    "the same length twice": (b"Content-Length: 4\r\nContent-Length: 4", b"abcd"),
    "a list of lengths": (b"Content-Length: 4, 4", b"abcd"),
    "a signed length": (b"Content-Length: +4", b"abcd"),
    "a negative length": (b"Content-Length: -4", b""),
    "a length in hex": (b"Content-Length: 0x4", b"abcd"),
    "an unknown coding": (b"Transfer-Encoding: xchunked", b"0\r\n\r\n" + SECOND),
    "two codings": (b"Transfer-Encoding: gzip, chunked", b"0\r\n\r\n" + SECOND),
    "a coding twice": (
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        b"0\r\n\r\n" + SECOND,
    ),
    "a space before the colon": (b"Transfer-Encoding : chunked", b"0\r\n\r\n" + SECOND),
    "a folded field": (b"Transfer-Encoding:\r\n chunked", b"0\r\n\r\n" + SECOND),
    "no chunk size": (b"Transfer-Encoding: chunked", b"x\r\nabc\r\n0\r\n\r\n"),
    "a chunk longer than its size": (b"Transfer-Encoding: chunked", b"1\r\nabc\r\n0\r\n\r\n"),
    "a huge chunk size": (b"Transfer-Encoding: chunked", b"f" * 17 + b"\r\nabc\r\n0\r\n\r\n"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_ambiguous_request_is_refused(gateway: Gateway, app: App, what: str) -> None:
    fields, body = REFUSED[what]
    head = request("/", *EDGE, host=at_host(app), method="POST").rstrip() + b"\r\n"
    answer = send(gateway.plain, head + fields + b"\r\n\r\n" + body)
    assert answer.status in (400, 501), answer
    assert app.finished == 0


@pytest.mark.parametrize(
    "line",
    [
        b"GET / HTTP/1.1 HTTP/1.1",
        b"GET /a b HTTP/1.1",
        b"GET /\0 HTTP/1.1",
        b"GET /%00 HTTP/1.1",
        b"GET /%zz HTTP/1.1",
        b"GET /../../x HTTP/1.1",
        b"GET / HTTP/3.0",
        b"G\tET / HTTP/1.1",
        b"get / HTTP/1.1",
        b"CONNECT localhost:22 HTTP/1.1",
    ],
)
def test_a_broken_request_line_is_refused(gateway: Gateway, app: App, line: bytes) -> None:
    head = request("/", *EDGE, host=at_host(app))
    answer = send(gateway.plain, head.replace(b"GET / HTTP/1.1", line, 1))
    assert 400 <= answer.status < 600
    assert app.requests == 0


def test_a_host_named_twice_is_refused(gateway: Gateway, app: App) -> None:
    for first, second in ((at_host(app), "x"), (at_host(app), at_host(app))):
        asked = request("/", *EDGE, ("Host", second), host=first)
        assert send(gateway.plain, asked).status == 400
    assert app.requests == 0


def test_no_host_is_refused(gateway: Gateway) -> None:
    assert send(gateway.plain, b"GET / HTTP/1.1\r\n\r\n").status == 400
    assert send(gateway.plain, b"GET / HTTP/1.0\r\n\r\n").status == 421


def test_line_breaks_in_a_path_stay_encoded(gateway: Gateway, app: App) -> None:
    path = "/a%0d%0aX-Cognito-User-Id:%20x?b=%0D%0A"
    assert send(gateway.plain, request(path, *EDGE, host=at_host(app))).json["path"] == path
    answer = send(gateway.plain, request(f"/runtime/{app.name}/5000?%0d%0aX:y", *EDGE))
    assert answer["Location"] == f"/runtime/{app.name}/5000/?%0d%0aX:y"


def test_each_request_of_a_connection_is_judged_by_itself(gateway: Gateway, app: App) -> None:
    first = request("/1", *EDGE, host=at_host(app)).replace(b"Connection: close\r\n", b"")
    second = request("/2", host=at_host(app))
    with connect(gateway.plain) as sock:
        sock.sendall(first + second)
        got = b""
        while more := sock.recv(65536):
            got += more
    assert got.count(b"HTTP/1.1 200 OK") == 1
    assert got.count(b"HTTP/1.1 403 Forbidden") == 1
