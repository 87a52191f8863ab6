"""Messages a second through a WebSocket, there and back."""

from __future__ import annotations

import asyncio
import time

import aiohttp

from bench.gateway.proxies import Proxy

SECONDS, SOCKETS = 1, 8

_MESSAGE = "x" * 200


async def messages(proxy: Proxy) -> int:
    """How many a second come back to ``SOCKETS`` clients that wait for each."""
    url = f"http://127.0.0.1:{proxy.socket_port}/sockets/events/bench"
    async with aiohttp.ClientSession(headers=proxy.socket_headers) as session:
        sockets = [await session.ws_connect(url) for _ in range(SOCKETS)]
        until = time.monotonic() + SECONDS

        async def talk(socket: aiohttp.ClientWebSocketResponse) -> int:
            count = 0
            while time.monotonic() < until:
                await socket.send_str(_MESSAGE)
                if await socket.receive_str() != _MESSAGE:
                    raise RuntimeError("another message came back")
                count += 1
            await socket.close()
            return count

        return round(sum(await asyncio.gather(*map(talk, sockets))) / SECONDS)
