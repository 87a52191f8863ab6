"""An app in a sandbox: returns the request byte for byte, or a response that a test chose."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass
class App:
    """A server that answers with the request's own bytes as JSON.

    Attributes:
        name: who answers; for a sandbox, its conversation.
        address: of loopback.
        port: where it listens, once it does.
        answers: whole HTTP answers by path, in place of the echo.
        requests: how many began to come.
        finished: how many came to their end.
        seen: method and path of each request.
        heads: request line and headers of each request.
    """

    name: str
    address: str = "127.0.0.1"
    port: int = 0
    answers: dict[str, bytes] = field(default_factory=dict)
    requests: int = 0
    finished: int = 0
    seen: list[str] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    _listener: socket.socket | None = None
    _serving: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        """Listens."""
        # asyncio's own server loses a connection that comes while it closes.
        self._listener = socket.create_server(
            (self.address, self.port), family=_family(self.address)
        )
        self._listener.settimeout(0)
        self.port = self._listener.getsockname()[1]
        asyncio.get_running_loop().add_reader(self._listener, self._accept, self._listener)

    async def stop(self) -> None:
        """Stops listening, if it does."""
        if self._listener:
            asyncio.get_running_loop().remove_reader(self._listener)
            self._listener.close()
            self._listener = None

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            sock, _ = listener.accept()
            task = asyncio.create_task(self._serve(sock))
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)

    async def _serve(self, sock: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=sock)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.requests += 1
            writer.write(await self._answer(head, reader))
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, head: bytes, reader: asyncio.StreamReader) -> bytes:
        line, *fields = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        method, path, _ = line.split(" ")
        headers = [field.split(": ", 1) for field in fields]
        body = (await _body(reader, dict(headers))).decode("latin-1")
        self.finished += 1
        self.heads.append(head)
        self.seen.append(f"{method} {path}")
        given = self.answers.get(path.partition("?")[0])
        if given is not None:
            return given
        seen = {"app": self.name, "method": method, "path": path, "headers": headers, "body": body}
        text = json.dumps(seen).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (
            len(text),
            text,
        )


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if "Transfer-Encoding" not in headers:
        return await reader.readexactly(int(headers.get("Content-Length", 0)))
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return body
