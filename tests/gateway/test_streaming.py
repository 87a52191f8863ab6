"""Nothing waits in the gateway: what comes passes at once, both ways."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, connect, request
from tests.gateway.nginx import Gateway
from tests.gateway.sandboxes import Sandboxes, addresses


@dataclass(frozen=True)
class Line:
    """A client's connection to the gateway, and the gateway's to the app, for which a test speaks.

    Attributes:
        head: what the app received of the request, as far as it has come.
    """

    client: socket.socket
    app: socket.socket
    head: bytes


Dial = Callable[..., Line]


@pytest.fixture(params=["subdomain", "path", "tls"])
def dial(gateway: Gateway, sandboxes: Sandboxes, request: pytest.FixtureRequest) -> Iterator[Dial]:
    """Sends a request by each route."""
    route = request.param
    with ExitStack() as stack:

        def dialled(*headers: tuple[str, str], method: str = "GET", body: bytes = b"") -> Line:
            listener = stack.enter_context(socket.create_server((next(addresses), 0)))
            listener.settimeout(10)
            app = App(secrets.token_hex(16), *listener.getsockname())
            sandboxes.add(app)
            port = gateway.tls if route == "tls" else gateway.plain
            client = stack.enter_context(connect(port, tls=route == "tls"))
            client.sendall(_head(app, route, method, headers) + body)
            accepted = stack.enter_context(listener.accept()[0])
            accepted.settimeout(10)
            return Line(client, accepted, _until(accepted, b"\r\n\r\n"))

        yield dialled


def _head(app: App, route: str, method: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    if route == "path":
        return request(f"{at_path(app)}/", *EDGE, *headers, method=method)
    return request("/", *EDGE, *headers, host=at_host(app), method=method)


def _until(sock: socket.socket, end: bytes) -> bytes:
    """Reads until something has come."""
    got = b""
    while end not in got:
        more = sock.recv(65536)
        assert more, f"the connection ended after {got!r}"
        got += more
    return got


def test_server_sent_events_arrive_one_by_one(dial: Dial) -> None:
    line = dial(("Accept", "text/event-stream"))
    line.app.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    assert b"text/event-stream" in _until(line.client, b"\r\n\r\n")
    for number in range(5):
        event = b"data: %d\n\n" % number
        line.app.sendall(event)
        _until(line.client, event)


def test_the_parts_of_a_chunked_answer_arrive_one_by_one(dial: Dial) -> None:
    line = dial()
    line.app.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for part in (b"first", b"other"):
        line.app.sendall(b"5\r\n%s\r\n" % part)
        _until(line.client, part)
    line.app.sendall(b"0\r\n\r\n")
    _until(line.client, b"0\r\n\r\n")


def test_an_upload_arrives_while_it_is_sent(dial: Dial) -> None:
    block = secrets.token_bytes(100_000)
    line = dial(("Content-Length", str(20 * len(block))), method="POST", body=b"")
    for _ in range(20):
        line.client.sendall(block)
        _until_length(line.app, len(block))
    line.app.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
    assert _until(line.client, b"\r\n\r\n").startswith(b"HTTP/1.1 201")


def _until_length(sock: socket.socket, length: int) -> None:
    while length > 0:
        length -= len(sock.recv(length))


def test_a_chunked_upload_arrives_while_it_is_sent(dial: Dial) -> None:
    line = dial(("Transfer-Encoding", "chunked"), method="POST")
    for part in (b"first", b"other"):
        line.client.sendall(b"5\r\n%s\r\n" % part)
        _until(line.app, part)


def test_an_app_may_answer_before_the_upload_ends(dial: Dial) -> None:
    line = dial(("Content-Length", "1000000"), method="POST", body=b"x")
    line.app.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    assert _until(line.client, b"\r\n\r\n").startswith(b"HTTP/1.1 413")


def test_a_websocket_passes_every_byte_both_ways(dial: Dial) -> None:
    line = dial(
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("Sec-WebSocket-Protocol", "chat"),
    )
    assert b"Upgrade: websocket\r\nConnection: upgrade\r\n" in _in_order(line.head)
    for kept in (b"Key: dGhlIHNhbXBsZSBub25jZQ==", b"Version: 13", b"Protocol: chat"):
        assert b"Sec-WebSocket-" + kept in line.head
    line.app.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
    )
    assert _until(line.client, b"\r\n\r\n").startswith(b"HTTP/1.1 101")
    for number in range(50):
        frame = bytes([number]) + secrets.token_bytes(number) + b"end"
        for sender, receiver in ((line.client, line.app), (line.app, line.client)):
            sender.sendall(frame)
            assert _until(receiver, b"end") == frame


def _in_order(head: bytes) -> bytes:
    """The fields of a request's head with Upgrade and Connection first."""
    fields = head.split(b"\r\n")[1:]
    first = [b"Upgrade", b"Connection"]
    chosen = [field for name in first for field in fields if field.startswith(name + b":")]
    return b"".join(field + b"\r\n" for field in chosen)


def test_an_app_learns_that_its_client_has_gone(dial: Dial) -> None:
    line = dial()
    line.app.sendall(b"HTTP/1.1 200 OK\r\n\r\nx")
    _until(line.client, b"x")
    line.client.close()
    assert line.app.recv(1) == b""
