"""The servers behind a proxy, and a client that requests rewritten URLs."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from demo.addresses import HOST, C
from demo.sandbox_apps.live import live
from demo.sandbox_apps.mirror import Mirror
from demo.sandbox_apps.serve import serving_aiohttp
from frontend_patch.paths import RULES
from frontend_patch.rules.schema import read_table
from frontend_patch.rules.targets import resolve_targets
from tests.gateway.process import free_ports
from tests.gateway.raw_app import read_until

#: The server's own address, if sandboxes have other addresses.
PUBLIC = "127.0.0.2"

#: The headers of a WebSocket handshake.
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": 22 * "A" + "==",
}


def runtime_url(preset: str, role: str, port: int) -> str:
    """The rewritten URL of a sandbox port on the usual page, up to the path.

    Args:
        preset: of the default table.
        role: ``request`` or ``document``.
        port: of the sandbox.
    """
    template = resolve_targets(read_table(RULES), preset)[role]
    page = {"{protocol}": "https:", "{host}": HOST, "{hostname}": HOST}
    for name, value in {**page, "{conversation}": C, "{port}": str(port)}.items():
        template = template.replace(name, value)
    return template


@dataclass(frozen=True)
class Behind:
    """The ports on 127.0.0.1 of OpenHands and of two apps in sandboxes, one after the other."""

    openhands: int
    app: int
    live: int


@contextmanager
def serving_behind() -> Iterator[Behind]:
    """Serves until the block is left."""
    with ExitStack() as stack:
        openhands = stack.enter_context(serving_aiohttp(Mirror().application(), "127.0.0.1"))
        app, after = _two_in_a_row()
        stack.enter_context(serving_aiohttp(Mirror().application(), "127.0.0.1", app))
        stack.enter_context(serving_aiohttp(live(), "127.0.0.1", after))
        yield Behind(openhands, app, after)


def _two_in_a_row() -> tuple[int, int]:
    first, second = free_ports(2)
    while second != first + 1:
        first, [second] = second, free_ports(1)
    return first, second


@dataclass(frozen=True)
class Answer:
    """A response.

    Attributes:
        body: undecoded.
        seen: the request that arrived at the mirror, if the mirror responded.
    """

    status: int
    headers: httpx.Headers
    body: bytes
    seen: Any


@dataclass(frozen=True)
class Proxy:
    """A running proxy with the routes of a preset.

    Attributes:
        port: its TLS port on 127.0.0.1.
        authority: the file of the certificate authority to trust.
        direct: whether it listens on the sandboxes' own ports, at ``PUBLIC``.
    """

    preset: str
    port: int
    authority: Path
    direct: bool = False

    def becomes(self, role: str, port: int) -> str:
        """As ``runtime_url``, with this preset."""
        return runtime_url(self.preset, role, port)

    def ask(self, url: str, method: str = "GET", **headers: str) -> Answer:
        """Sends a request over HTTP/2, as browsers do.

        Raises:
            httpx.HTTPError: the answer is not valid HTTP.
        """
        parts = urlsplit(url)
        address, port = self._at(url)
        path = url.removeprefix(f"https://{parts.netloc}").encode()
        there = httpx.URL(scheme="https", host=address, port=port, raw_path=path)
        sni = {"sni_hostname": parts.hostname}
        request = httpx.Request(
            method, there, headers={"Host": parts.netloc, **headers}, extensions=sni
        )
        # Not a client, which would refuse some values of Location.
        with httpx.HTTPTransport(http1=False, http2=True, verify=self._trust()) as transport:
            answer = transport.handle_request(request)
            body = answer.read()
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        seen = json.loads(body) if is_json else None
        return Answer(answer.status_code, answer.headers, body, seen)

    def handshake(self, url: str, **headers: str) -> bytes:
        """The head of the answer to a WebSocket handshake, sent over HTTP/1.1."""
        with self._connected(url) as tls:
            tls.sendall(_head(url, HANDSHAKE | headers))
            return read_until(tls, b"\r\n\r\n")

    def raw(self, url: str, headers: dict[str, str]) -> bytes:
        """All bytes that answer a request over HTTP/1.1, until a second passes without any."""
        with self._connected(url) as tls:
            tls.sendall(_head(url, headers))
            tls.settimeout(1)
            return _until_silence(tls)

    def echo(self, url: str, said: bytes) -> bytes:
        """The message that the server sends back, for less than 126 bytes of text."""
        with self._connected(url) as tls:
            tls.sendall(_head(url, HANDSHAKE))
            answer = read_until(tls, b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 101 ")
            # A frame of text, masked with zeros (RFC 6455, 5.2).
            tls.sendall(bytes([0x81, 0x80 | len(said), 0, 0, 0, 0]) + said)
            return tls.recv(1024).removeprefix(bytes([0x81, len(said)]))

    def _at(self, url: str) -> tuple[str, int]:
        port = urlsplit(url).port
        return (PUBLIC, port) if self.direct and port else ("127.0.0.1", self.port)

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.authority)

    @contextmanager
    def _connected(self, url: str) -> Iterator[ssl.SSLSocket]:
        with (
            socket.create_connection(self._at(url), timeout=10) as plain,
            self._trust().wrap_socket(plain, server_hostname=urlsplit(url).hostname) as tls,
        ):
            yield tls


def _head(url: str, headers: dict[str, str]) -> bytes:
    host = urlsplit(url).netloc
    lines = [f"GET {url.removeprefix(f'https://{host}')} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def _until_silence(sock: socket.socket) -> bytes:
    got = b""
    try:
        while more := sock.recv(65536):
            got += more
    except TimeoutError:
        pass
    return got
