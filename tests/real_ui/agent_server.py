"""A stub of the agent server in a conversation's sandbox: it says what a test has it say."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

from aiohttp import WSMsgType, web

from tests.real_ui.events import Event, status, user_message

#: Where it listens in its sandbox, and with which key it lets a page in.
PORT, KEY = 54928, "key-of-the-session"


class AgentServer:
    """The agent server of one conversation.

    Attributes:
        events: what was said until now; a socket begins with these.
        keys: what each socket sent first.
        heard: what people said, as it arrived.
    """

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.keys: list[str] = []
        self.heard: list[str] = []
        self._sockets: dict[web.WebSocketResponse, asyncio.AbstractEventLoop] = {}
        self._news = threading.Condition()

    def say(self, *events: Event) -> None:
        """Sends events to all sockets that are open, from any thread."""
        self.events += [one for one in events if one["kind"] != "StreamingDeltaEvent"]
        for socket, loop in list(self._sockets.items()):
            for one in events:
                asyncio.run_coroutine_threadsafe(socket.send_json(one), loop).result()

    def has_a_socket(self, timeout: float = 20) -> bool:
        """Whether a page has let itself in, or does within ``timeout`` seconds."""
        with self._news:
            return self._news.wait_for(lambda: bool(self.keys), timeout)

    async def answer(self, request: web.Request, path: str) -> web.StreamResponse:
        """The answer to a request for a path in the sandbox, without its first slash."""
        if path.startswith("sockets/events/"):
            return await self._talk(request)
        if path.startswith("api/conversations/"):
            conversation = path.split("/")[2]
            times = dict.fromkeys(("created_at", "updated_at"), "2026-01-05T09:00:00Z")
            return web.json_response({"id": conversation, "execution_status": "idle", **times})
        return web.json_response({"detail": "Not Found"}, status=404)

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        first = await socket.receive_json()
        since = request.query.get("after_timestamp", "")
        self._sockets[socket] = asyncio.get_running_loop()
        try:
            for one in [*self.events, status("idle")]:
                if one["timestamp"] >= since:
                    await socket.send_json(one)
            with self._news:
                self.keys.append(first["session_api_key"])
                self._news.notify_all()
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._hear(socket, json.loads(message.data))
        finally:
            del self._sockets[socket]
        return socket

    async def _hear(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> None:
        text = "".join(part["text"] for part in said["content"])
        self.heard.append(text)
        event = user_message(text)
        self.events.append(event)
        await socket.send_json(event)
