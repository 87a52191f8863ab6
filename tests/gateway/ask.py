"""Requests as raw bytes, and their answers."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.nginx import SECRET
from tests.gateway.sandboxes import USER

#: The headers in which the edge names the user.
EDGE = ("X-Gateway-Secret", SECRET), ("X-Cognito-User-Id", USER)

#: Forwarding headers that a client sends.
CLIENTS_OWN = [
    ("X-Forwarded-For", "10.1.2.3"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Prefix", "/evil"),
    ("X-Forwarded-Port", "1"),
    ("X-Real-IP", "10.1.2.3"),
    ("Forwarded", "for=10.1.2.3"),
]


@dataclass(frozen=True)
class Answer:
    """A response.

    Attributes:
        status: of HTTP.
        headers: as they came, in order.
        body: undecoded.
    """

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """The values of a header."""
        return [value for one, value in self.headers if one.lower() == name.lower()]

    def __getitem__(self, name: str) -> str:
        (value,) = self.all(name)
        return value

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    def received(self, name: str) -> list[str]:
        """The values of a header that the app received."""
        return [value for one, value in self.json["headers"] if one.lower() == name.lower()]


def at_host(app: App) -> str:
    """The host of an app on the subdomain route."""
    return f"{app.port}-{app.name}.runtime.{HOST}"


def at_path(app: App) -> str:
    """The prefix of an app's paths on the path route."""
    return f"/runtime/{app.name}/{app.port}"


def connect(
    port: int, *, source: str = "127.0.0.1", tls: bool = False, seconds: float = 15
) -> socket.socket:
    """A connection to the gateway, from an address of loopback, with a limit for each read."""
    sock = socket.create_connection(("127.0.0.1", port), seconds, source_address=(source, 0))
    if tls:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context.wrap_socket(sock, server_hostname=HOST)
    return sock


def send(
    port: int,
    request: bytes,
    *,
    source: str = "127.0.0.1",
    tls: bool = False,
    seconds: float = 15,
) -> Answer:
    """Sends bytes as they are over a connection of its own, and reads one answer."""
    with connect(port, source=source, tls=tls, seconds=seconds) as sock:
        sock.sendall(request)
        with closing(HTTPResponse(sock, method=request.split(b" ", 1)[0].decode())) as response:
            response.begin()
            return Answer(response.status, response.getheaders(), response.read())


def request(
    path: str | bytes = "/",
    *headers: tuple[str, str | bytes],
    host: str = HOST,
    method: str = "GET",
    body: bytes = b"",
) -> bytes:
    """The bytes of a request; ``Content-Length`` is added where there is a body."""
    lines = [
        f"{method} ".encode() + _bytes(path) + b" HTTP/1.1",
        b"Host: " + _bytes(host),
        *(_bytes(name) + b": " + _bytes(value) for name, value in headers),
        *([b"Content-Length: %d" % len(body)] if body else []),
        b"Connection: close",
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")
