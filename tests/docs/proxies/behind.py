"""What stands behind a proxy, and asks it what a preset makes of a sandbox URL."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import trustme

from demo.addresses import HOST, C
from demo.sandbox_apps.live import live
from demo.sandbox_apps.mirror import Mirror
from demo.sandbox_apps.serve import serving_aiohttp
from frontend_patch.paths import RULES
from frontend_patch.rules.schema import read_table
from frontend_patch.rules.targets import resolve_targets
from tests.gateway.process import free_ports

#: The server's own address, where that is not also the sandboxes'.
PUBLIC = "127.0.0.2"


def runtime_url(preset: str, role: str, port: int) -> str:
    """What a sandbox URL becomes on the usual page, up to its path.

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
    """What came back, and of the mirror, what had arrived there."""

    status: int
    headers: http.client.HTTPMessage
    seen: Any


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs, for a preset.

    Attributes:
        port: where it has TLS, on 127.0.0.1.
        direct: whether it listens on the sandboxes' own ports, at ``PUBLIC``.
    """

    preset: str
    port: int
    trust: ssl.SSLContext
    direct: bool = False

    def becomes(self, role: str, port: int) -> str:
        """As ``runtime_url``, with this preset."""
        return runtime_url(self.preset, role, port)

    def ask(self, url: str, **headers: str) -> Answer:
        """Asks the proxy for a URL, as a browser would that finds its host there."""
        with self._asked(url, headers) as (response, _):
            body = response.read()
            is_json = response.headers.get_content_type() == "application/json"
            return Answer(response.status, response.headers, json.loads(body) if is_json else None)

    def echo(self, url: str, said: bytes) -> bytes:
        """What comes back over a WebSocket, for less than 126 bytes of text."""
        key = {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": 22 * "A" + "=="}
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket"}
        with self._asked(url, upgrade | key) as (response, connection):
            assert response.status == 101
            # A frame of text, masked with zeros (RFC 6455, 5.2).
            connection.sendall(bytes([0x81, 0x80 | len(said), 0, 0, 0, 0]) + said)
            return connection.recv(1024).removeprefix(bytes([0x81, len(said)]))

    @contextmanager
    def _asked(
        self, url: str, headers: dict[str, str]
    ) -> Iterator[tuple[http.client.HTTPResponse, ssl.SSLSocket]]:
        parts = urlsplit(url)
        at = (PUBLIC, parts.port) if self.direct and parts.port else ("127.0.0.1", self.port)
        connection = http.client.HTTPConnection(parts.netloc)
        with (
            socket.create_connection(at, timeout=10) as plain,
            self.trust.wrap_socket(plain, server_hostname=parts.hostname) as tls,
        ):
            connection.sock = tls
            connection.request("GET", url.removeprefix(f"https://{parts.netloc}"), None, headers)
            with connection.getresponse() as response:
                yield response, tls


def certificate(folder: Path) -> ssl.SSLContext:
    """Writes openhands.pem and openhands.key, of the page's host and of apps' hosts.

    Returns:
        A client's context that trusts it.
    """
    authority, trust = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(trust)
    issued = authority.issue_cert(HOST, f"*.runtime.{HOST}")
    (folder / "openhands.pem").write_bytes(b"".join(one.bytes() for one in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(folder / "openhands.key")
    return trust
