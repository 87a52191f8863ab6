"""An app whose responses the test writes byte by byte."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.gateway.app import App
from tests.gateway.sandboxes import Sandboxes, addresses


@dataclass(frozen=True)
class RawApp:
    """A listener in a sandbox.

    Attributes:
        app: its conversation, address and port.
    """

    app: App
    _listener: socket.socket

    def accept(self) -> tuple[socket.socket, bytes]:
        """The next connection of the gateway, and the head of its request."""
        accepted = self._listener.accept()[0]
        accepted.settimeout(10)
        return accepted, read_until(accepted, b"\r\n\r\n")


@contextmanager
def raw_app(sandboxes: Sandboxes, **container: Any) -> Iterator[RawApp]:
    """Listens in a new sandbox until the block is left."""
    with socket.create_server((next(addresses), 0)) as listener:
        listener.settimeout(10)
        app = App(secrets.token_hex(16), *listener.getsockname())
        sandboxes.add(app, **container)
        yield RawApp(app, listener)


def read_until(sock: socket.socket, end: bytes) -> bytes:
    """Reads until ``end`` has arrived."""
    got = b""
    while end not in got:
        more = sock.recv(65536)
        assert more, f"the connection ended after {got!r}"
        got += more
    return got
