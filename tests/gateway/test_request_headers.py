"""Which request headers the gateway removes, and which it forwards."""

from __future__ import annotations

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, request, send
from tests.gateway.handshake import ASKS
from tests.gateway.nginx import Gateway

HOP_BY_HOP = [
    ("Keep-Alive", "timeout=5"),
    ("TE", "trailers"),
    ("Trailer", "X"),
    ("Proxy-Authorization", "Basic eDp5"),
    ("Proxy-Connection", "keep-alive"),
    ("Upgrade", "h2c"),
    ("HTTP2-Settings", "AAMAAABkAAQAAP__"),
    ("X-Named", "here"),
]


def test_headers_for_the_next_hop_end_here(gateway: Gateway, app: App) -> None:
    named = ("Connection", "Upgrade, HTTP2-Settings, X-Named, x-forwarded-for, Host, Cookie2")
    for host, connection in ((at_host(app), ["close"]), (HOST, [])):
        answer = send(gateway.plain, request("/", *EDGE, named, *HOP_BY_HOP, host=host))
        assert answer.received("Connection") == connection
        assert answer.received("Host") == [host]
        assert answer.received("X-Forwarded-For") == ["127.0.0.1"]
        assert [value for name, _ in HOP_BY_HOP for value in answer.received(name)] == []


def test_a_websocket_is_the_only_upgrade(gateway: Gateway, app: App) -> None:
    upgrade = (ASKS | {"Connection": "keep-alive, Upgrade", "Upgrade": "WebSocket"}).items()
    for asked in (
        request("/", *EDGE, *upgrade, host=at_host(app)),
        request("/", *EDGE, *upgrade),
    ):
        answer = send(gateway.plain, asked)
        assert answer.received("Upgrade") == ["websocket"]
        assert answer.received("Connection") == ["upgrade"]


def test_all_other_headers_arrive_unchanged(gateway: Gateway, app: App) -> None:
    own = [
        ("Authorization", "Bearer x"),
        ("Origin", "https://a.example"),
        ("Accept-Encoding", "br"),
        ("X-Session-API-Key", "k"),
        ("Referer", "https://b.example/?q"),
        ("X-Twice", "1"),
        ("X-Twice", "2"),
    ]
    answer = send(gateway.plain, request("/", *EDGE, *own, host=at_host(app)))
    names = {name for name, _ in own}
    assert [(name, value) for name, value in answer.json["headers"] if name in names] == own
