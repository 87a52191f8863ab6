"""A forward proxy that leads every host to the stub server, as Chromium's resolver rules do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from demo.loop_thread import running_loop
from demo.stub_server.serve import Ports

_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


@contextmanager
def forward_proxy(ports: Ports) -> Iterator[int]:
    """Runs the proxy until the block is left; yields its port on 127.0.0.1."""
    proxy = _ForwardProxy(ports)
    with running_loop() as loop:
        server = loop.run(asyncio.start_server(proxy.serve, "127.0.0.1", 0))
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            loop.run(proxy.stop())


class _ForwardProxy:
    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._serving: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._serving.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await self._forward(reader, writer)
        finally:
            self._serving.discard(task)
            writer.close()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        line, _, rest = head.partition(b"\r\n")
        method, target, version = line.decode("latin-1").split(" ")
        # A tunnel to port 443 is TLS. All else is without: the stub does not look at the port.
        is_secure = method == "CONNECT" and target.endswith(":443")
        port = self._ports.tls if is_secure else self._ports.plain
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            if method == "CONNECT":
                writer.write(_ESTABLISHED)
            else:
                url = urlsplit(target)
                path = f"{url.path or '/'}{'?' + url.query if url.query else ''}"
                # The next request of the connection may be for another host.
                first = f"{method} {path} {version}\r\nConnection: close\r\n"
                fields = rest.replace(b"Connection: keep-alive\r\n", b"")
                server_writer.write(first.encode("latin-1") + fields)
            await asyncio.gather(_pump(reader, server_writer), _pump(server_reader, writer))
        finally:
            server_writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
