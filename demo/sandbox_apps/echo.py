"""A WebSocket server that sends each message back."""

from __future__ import annotations

from aiohttp import WSMsgType, web


async def echo(request: web.Request) -> web.WebSocketResponse:
    """Accepts a WebSocket; sends text back as text, and bytes as bytes."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        if message.type is WSMsgType.TEXT:
            await socket.send_str(message.data)
        elif message.type is WSMsgType.BINARY:
            await socket.send_bytes(message.data)
    return socket


def agent_server() -> web.Application:
    """An agent that sends each message back, at the path where the UI expects events."""
    app = web.Application()
    app.router.add_get("/sockets/events/{conversation}", echo)
    return app
