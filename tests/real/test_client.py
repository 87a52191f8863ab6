"""What the client makes of the tasks that start a conversation."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from demo.real.client import Client, ConversationError
from demo.stub_server.serve import serving

PORT_WAS_TAKEN = {
    "id": "1",
    "status": "ERROR",
    "detail": "500 Server Error: Bind for 127.0.0.1:58297 failed: port is already allocated",
}
READY = {"id": "2", "status": "READY", "app_conversation_id": "c"}
CONVERSATION = {
    "id": "3f0c8a52-7a1e-4b60-9c2d-0a1b2c3d4e5f",
    "sandbox_id": "s",
    "conversation_url": "http://localhost:8000/api/conversations/c",
    "session_api_key": "k",
}


@dataclass
class Server:
    """Answers each request for a conversation with the next of some tasks."""

    tasks: list[dict[str, Any]]
    requests: list[Any] = field(default_factory=list)

    def application(self) -> web.Application:
        application = web.Application()
        application.router.add_post("/api/v1/app-conversations", self._start)
        application.router.add_get("/api/v1/app-conversations", self._show)
        return application

    async def _start(self, request: web.Request) -> web.Response:
        self.requests.append(await request.json())
        return web.json_response(self.tasks.pop(0))

    async def _show(self, _: web.Request) -> web.Response:
        return web.json_response([CONVERSATION])


def test_a_conversation_whose_port_was_taken_is_started_again() -> None:
    server = Server([PORT_WAS_TAKEN, PORT_WAS_TAKEN, READY])
    with serving(server) as ports:
        conversation = Client(f"http://127.0.0.1:{ports.plain}").start_conversation("hello")
    assert conversation.sandbox_id == "s"
    message = {"initial_message": {"content": [{"type": "text", "text": "hello"}]}}
    assert server.requests == [message] * 3


def test_any_other_error_is_reported() -> None:
    error = {"id": "1", "status": "ERROR", "detail": "no such image"}
    server = Server([error, READY])
    with serving(server) as ports, pytest.raises(ConversationError) as raised:
        Client(f"http://127.0.0.1:{ports.plain}").start_conversation()
    assert json.dumps(error) in str(raised.value)
    assert len(server.requests) == 1
