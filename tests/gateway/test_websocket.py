"""Bytes pass unread only after a WebSocket handshake that both sides completed."""

from __future__ import annotations

import socket

import pytest

from demo.addresses import HOST
from tests.gateway.answers import all_answers, read_to_end
from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, connect, request
from tests.gateway.handshake import ACCEPT, ACCEPTS, ASKS, KEY, switching
from tests.gateway.nginx import Gateway
from tests.gateway.raw_app import read_until

SMUGGLED = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"


def _head(app: App, headers: dict[str, str], route: str, method: str = "GET") -> bytes:
    head = (
        request(f"{at_path(app)}/x", *EDGE, *headers.items(), method=method)
        if route == "path"
        else request("/x", *EDGE, *headers.items(), host=at_host(app), method=method)
    )
    return head.replace(b"Connection: close\r\n", b"")


def _dialled(gateway: Gateway, head: bytes) -> socket.socket:
    sock = connect(gateway.plain)
    sock.sendall(head)
    return sock


@pytest.mark.parametrize("route", ["path", "subdomain"])
@pytest.mark.parametrize(
    ("asks", "accepts"),
    [
        ({}, {}),
        ({"Upgrade": "WebSocket"}, {"Upgrade": "WebSocket"}),
        ({"Connection": "keep-alive, upgrade"}, {"Connection": "upgrade, keep-alive"}),
        ({"Origin": f"https://{HOST}"}, {"Sec-WebSocket-Protocol": "chat"}),
    ],
)
def test_a_websocket_opens(
    gateway: Gateway, app: App, route: str, asks: dict[str, str], accepts: dict[str, str]
) -> None:
    app.answers["/x"] = switching(ACCEPTS | accepts) + b"\x81\x02hi"
    with _dialled(gateway, _head(app, ASKS | asks, route)) as sock:
        head, _, frame = read_until(sock, b"\x81\x02hi").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 Switching Protocols\r\n")
    assert b"Sec-WebSocket-Accept: %s" % ACCEPT.encode() in head
    assert frame == b"\x81\x02hi"


@pytest.mark.parametrize("route", ["path", "subdomain"])
@pytest.mark.parametrize(
    "accepts",
    [
        {"Upgrade": "h2c"},
        {"Upgrade": "websocket, h2c"},
        {"Upgrade": ""},
        {"Connection": "close"},
        {"Connection": ""},
        {"Sec-WebSocket-Accept": ""},
        {"Sec-WebSocket-Accept": KEY},
        {"Sec-WebSocket-Accept": ACCEPT.lower()},
        {"Sec-WebSocket-Accept": f"{ACCEPT}\r\nSec-WebSocket-Accept: {ACCEPT}"},
        {"Sec-WebSocket-Accept": f"{ACCEPT}, {ACCEPT}"},
    ],
)
def test_an_app_that_does_not_complete_the_handshake_is_answered_with_502(
    gateway: Gateway, app: App, route: str, accepts: dict[str, str]
) -> None:
    app.answers["/x"] = switching(ACCEPTS | accepts) + SMUGGLED
    with _dialled(gateway, _head(app, ASKS, route)) as sock:
        [answer] = all_answers(read_to_end(sock))
    assert answer.status == 502


#: Changes to a request after which it asks for no WebSocket: in one of them by its method.
NO_HANDSHAKES: list[dict[str, str]] = [
    {"Upgrade": "h2c"},
    {"Upgrade": "websocket, h2c"},
    {"Upgrade": "h2c\r\nUpgrade: websocket"},
    {"Upgrade": ""},
    {"Connection": "keep-alive"},
    {"Connection": ""},
    {"Sec-WebSocket-Key": ""},
    {"Sec-WebSocket-Key": KEY[:-1]},
    {"Sec-WebSocket-Key": f"{KEY}\r\nSec-WebSocket-Key: {KEY}"},
    {"Sec-WebSocket-Key": KEY.replace("d", "!")},
    {"Sec-WebSocket-Version": ""},
    {"Sec-WebSocket-Version": "8"},
    {"Sec-WebSocket-Version": "13\r\nSec-WebSocket-Version: 13"},
]


@pytest.mark.parametrize("route", ["path", "subdomain"])
@pytest.mark.parametrize("asks", NO_HANDSHAKES)
def test_a_request_that_asks_for_no_websocket_gets_none(
    gateway: Gateway, app: App, route: str, asks: dict[str, str]
) -> None:
    app.answers["/x"] = switching(ACCEPTS) + SMUGGLED
    with _dialled(gateway, _head(app, ASKS | asks, route)) as sock:
        [answer] = all_answers(read_to_end(sock))
    assert answer.status == 502


@pytest.mark.parametrize("asks", NO_HANDSHAKES)
def test_a_request_that_asks_for_no_websocket_reaches_the_app_without_upgrade(
    gateway: Gateway, app: App, asks: dict[str, str]
) -> None:
    head = _head(app, ASKS | asks, "subdomain")
    with _dialled(gateway, head) as sock:
        sock.sendall(request("/end"))
        answer = all_answers(read_to_end(sock))[0]
    assert (answer.received("Upgrade"), answer.received("Connection")) == ([], ["close"])


def test_a_post_asks_for_no_websocket(gateway: Gateway, app: App) -> None:
    app.answers["/x"] = switching(ACCEPTS) + SMUGGLED
    with _dialled(gateway, _head(app, ASKS, "subdomain", "POST")) as sock:
        [answer] = all_answers(read_to_end(sock))
    assert answer.status == 502


@pytest.mark.parametrize("route", ["path", "subdomain"])
def test_an_answer_that_declines_offers_no_other_upgrade(
    gateway: Gateway, app: App, route: str
) -> None:
    app.answers["/x"] = (
        b"HTTP/1.1 426 x\r\nUpgrade: h2c\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    head = _head(app, ASKS, route) + request("/end")
    with _dialled(gateway, head) as sock:
        answer = all_answers(read_to_end(sock))[0]
    assert (answer.status, answer.all("Upgrade")) == (426, [])
