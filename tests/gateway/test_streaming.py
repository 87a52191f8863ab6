"""The gateway forwards data at once, in both directions."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, connect, request
from tests.gateway.handshake import ACCEPTS, ASKS, KEY, switching
from tests.gateway.nginx import Gateway
from tests.gateway.raw_app import raw_app, read_until
from tests.gateway.sandboxes import Sandboxes


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
            listener = stack.enter_context(raw_app(sandboxes))
            port = gateway.tls if route == "tls" else gateway.plain
            client = stack.enter_context(connect(port, tls=route == "tls"))
            client.sendall(_head(listener.app, route, method, headers) + body)
            accepted, head = listener.accept()
            return Line(client, stack.enter_context(accepted), head)

        yield dialled


def _head(app: App, route: str, method: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    if route == "path":
        return request(f"{at_path(app)}/", *EDGE, *headers, method=method)
    return request("/", *EDGE, *headers, host=at_host(app), method=method)


def test_server_sent_events_arrive_one_by_one(dial: Dial) -> None:
    line = dial(("Accept", "text/event-stream"))
    line.app.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    assert b"text/event-stream" in read_until(line.client, b"\r\n\r\n")
    for number in range(5):
        event = b"data: %d\n\n" % number
        line.app.sendall(event)
        read_until(line.client, event)


def test_the_parts_of_a_chunked_answer_arrive_one_by_one(dial: Dial) -> None:
    line = dial()
    line.app.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for part in (b"first", b"other"):
        line.app.sendall(b"5\r\n%s\r\n" % part)
        read_until(line.client, part)
    line.app.sendall(b"0\r\n\r\n")
    read_until(line.client, b"0\r\n\r\n")


def test_an_upload_arrives_while_it_is_sent(dial: Dial) -> None:
    block = secrets.token_bytes(100_000)
    line = dial(("Content-Length", str(20 * len(block))), method="POST", body=b"")
    for _ in range(20):
        line.client.sendall(block)
        _until_length(line.app, len(block))
    line.app.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
    assert read_until(line.client, b"\r\n\r\n").startswith(b"HTTP/1.1 201")


def _until_length(sock: socket.socket, length: int) -> None:
    while length > 0:
        length -= len(sock.recv(length))


def test_a_chunked_upload_arrives_while_it_is_sent(dial: Dial) -> None:
    line = dial(("Transfer-Encoding", "chunked"), method="POST")
    for part in (b"first", b"other"):
        line.client.sendall(b"5\r\n%s\r\n" % part)
        read_until(line.app, part)


def test_an_app_may_answer_before_the_upload_ends(dial: Dial) -> None:
    line = dial(("Content-Length", "1000000"), method="POST", body=b"x")
    line.app.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    assert read_until(line.client, b"\r\n\r\n").startswith(b"HTTP/1.1 413")


def test_a_websocket_passes_every_byte_both_ways(dial: Dial) -> None:
    line = dial(
        *ASKS.items(),
        ("Sec-WebSocket-Protocol", "chat"),
    )
    assert b"Upgrade: websocket\r\nConnection: upgrade\r\n" in _in_order(line.head)
    for kept in (b"Key: " + KEY.encode(), b"Version: 13", b"Protocol: chat"):
        assert b"Sec-WebSocket-" + kept in line.head
    line.app.sendall(switching(ACCEPTS))
    assert read_until(line.client, b"\r\n\r\n").startswith(b"HTTP/1.1 101")
    for number in range(50):
        frame = bytes([number]) + secrets.token_bytes(number) + b"end"
        for sender, receiver in ((line.client, line.app), (line.app, line.client)):
            sender.sendall(frame)
            assert read_until(receiver, b"end") == frame


def _in_order(head: bytes) -> bytes:
    """The fields of a request's head with Upgrade and Connection first."""
    fields = head.split(b"\r\n")[1:]
    first = [b"Upgrade", b"Connection"]
    chosen = [field for name in first for field in fields if field.startswith(name + b":")]
    return b"".join(field + b"\r\n" for field in chosen)


def test_an_app_learns_that_its_client_has_gone(dial: Dial) -> None:
    line = dial()
    line.app.sendall(b"HTTP/1.1 200 OK\r\n\r\nx")
    read_until(line.client, b"x")
    line.client.close()
    assert line.app.recv(1) == b""
