"""A WebSocket that says back what it is told."""

from __future__ import annotations

from aiohttp import WSMsgType, web


async def echo(request: web.Request) -> web.WebSocketResponse:
    """Handles a handshake; text comes back as text, bytes as bytes."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        if message.type is WSMsgType.TEXT:
            await socket.send_str(message.data)
        elif message.type is WSMsgType.BINARY:
            await socket.send_bytes(message.data)
    return socket


def agent_server() -> web.Application:
    """An agent whose every event is what it was told, where the UI expects its events."""
    app = web.Application()
    app.router.add_get("/sockets/events/{conversation}", echo)
    return app
