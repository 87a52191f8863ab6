"""A stub of an agent server with one conversation: it says what a test has it say."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

from aiohttp import WSMsgType, web

from demo.addresses import UUID
from tests.support.real_ui.events import Event, status, user_message

#: Where it listens in its sandbox, and with which key it lets a page in.
PORT, KEY = 54928, "key-of-the-session"

#: The conversation, as the server knows it.
CONVERSATION = {
    "id": UUID,
    "title": "To-do app",
    "created_at": "2026-01-05T09:00:00Z",
    "updated_at": "2026-01-05T09:00:00Z",
    "execution_status": "idle",
    "workspace": {"working_dir": "/workspace/project"},
}
_ANSWERS: dict[str, Any] = {
    f"/api/conversations/{UUID}": CONVERSATION,
    # What a UI asks for that has it as backend.
    "/server_info": {"version": "1.49.0", "usable_tools": []},
    "/api/settings": {
        "agent_settings": {"llm": {"model": "openai/gpt-4o"}},
        "misc_settings": {"app_preferences": {"user_consents_to_analytics": False}},
        "llm_api_key_is_set": True,
    },
    "/api/conversations": [CONVERSATION],
    "/api/conversations/search": {"items": [CONVERSATION], "next_page_id": None},
    "/api/profiles": {"profiles": [], "active_profile": None},
    "/api/agent-profiles": {"profiles": [], "active_agent_profile_id": None},
    "/api/llm/models/verified": {"models": {}},
}


class AgentServer:
    """An agent server.

    Attributes:
        key: what a page has to send first over a socket; empty where it is let in without.
        events: what was said until now; a socket begins with these.
        keys: what each socket sent first.
        heard: what people said, as it arrived.
    """

    def __init__(self) -> None:
        self.key = KEY
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

    def has_heard(self, timeout: float = 20) -> bool:
        """Whether a person has said something, or does within ``timeout`` seconds."""
        with self._news:
            return self._news.wait_for(lambda: bool(self.heard), timeout)

    async def answer(self, request: web.Request, path: str) -> web.StreamResponse:
        """The answer to a request for what the server itself has under ``path``."""
        if path == f"/sockets/events/{UUID}":
            return await self._talk(request)
        if path == f"/api/conversations/{UUID}/events/search":
            return web.json_response({"items": self.events[::-1], "next_page_id": None})
        if path in _ANSWERS:
            return web.json_response(_ANSWERS[path])
        return web.json_response({"detail": "Not Found"}, status=404)

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        first = await socket.receive_json() if self.key else {"session_api_key": ""}
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
        with self._news:
            self.heard.append(text)
            self._news.notify_all()
        event = user_message(text)
        self.events.append(event)
        await socket.send_json(event)
