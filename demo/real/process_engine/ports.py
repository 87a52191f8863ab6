"""Forwards published ports."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from demo.real.process_engine.errors import StartError

_CHUNK_BYTES = 1 << 16


class Forward:
    """A port on the host whose connections lead to a port of a container."""

    def __init__(self, address: str, port: int) -> None:
        """Forwards to an address and port, once it is opened."""
        self._address = address
        self._port = port
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def open(self, host: str, port: int) -> int:
        """Listens on the host.

        Args:
            host: address to listen on.
            port: 0 for any free port.

        Returns:
            The port on the host.

        Raises:
            StartError: if the port is taken.
        """
        try:
            self._server = await asyncio.start_server(self._accept, host, port)
        except OSError as error:
            raise StartError(f"Bind for {host}:{port} failed: {error.strerror}") from error
        number: int = self._server.sockets[0].getsockname()[1]
        return number

    async def close(self) -> None:
        """Stops listening, and closes all connections."""
        if self._server:
            self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.create_task(self._forward(reader, writer))
        self._connections.add(connection)
        connection.add_done_callback(self._connections.discard)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_connection(self._address, self._port)
        except OSError:
            # Nothing listens in the container: the client sees a connection that closes at once,
            # as behind Docker's own proxy.
            writer.close()
            return
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_copy(reader, inner_writer))
                both.create_task(_copy(inner_reader, writer))
        finally:
            writer.close()
            inner_writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    # Either side may close at any time, which ends the connection.
    with suppress(OSError):
        while chunk := await reader.read(_CHUNK_BYTES):
            writer.write(chunk)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
