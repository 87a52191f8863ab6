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
    # Of OpenHands 1.11, whose Docker client got this answer of the engine.
    "detail": (
        "500: Failed to start container: 500 Server Error for http+docker://localhost/v1.44/"
        'containers/7a42/start: Internal Server Error ("Bind for 127.0.0.1:47605 failed: '
        'Address already in use")'
    ),
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
    """Answers each request for a conversation with the next of some tasks, and makes a sandbox."""

    tasks: list[dict[str, Any]]
    requests: list[Any] = field(default_factory=list)
    sandboxes: list[str] = field(default_factory=lambda: ["of another conversation"])

    def application(self) -> web.Application:
        application = web.Application()
        application.router.add_post("/api/v1/app-conversations", self._start)
        application.router.add_get("/api/v1/app-conversations", self._show)
        application.router.add_get("/api/v1/sandboxes/search", self._list)
        application.router.add_delete("/api/v1/sandboxes/{id}", self._delete)
        return application

    async def _start(self, request: web.Request) -> web.Response:
        self.requests.append(await request.json())
        self.sandboxes.append(f"sandbox-{len(self.requests)}")
        return web.json_response(self.tasks.pop(0))

    async def _show(self, _: web.Request) -> web.Response:
        return web.json_response([CONVERSATION])

    async def _list(self, _: web.Request) -> web.Response:
        return web.json_response({"items": [{"id": name} for name in self.sandboxes]})

    async def _delete(self, request: web.Request) -> web.Response:
        self.sandboxes.remove(request.match_info["id"])
        return web.Response()


def test_a_conversation_whose_port_was_taken_is_started_again() -> None:
    server = Server([PORT_WAS_TAKEN, PORT_WAS_TAKEN, READY])
    with serving(server) as ports:
        conversation = Client(f"http://127.0.0.1:{ports.plain}").start_conversation("hello")
    assert conversation.sandbox_id == "s"
    message = {"initial_message": {"content": [{"type": "text", "text": "hello"}]}}
    assert server.requests == [message] * 3
    # Without those that could not be started.
    assert server.sandboxes == ["of another conversation", "sandbox-3"]


def test_a_conversation_is_not_started_again_after_the_time_is_over() -> None:
    server = Server([PORT_WAS_TAKEN])
    with serving(server) as ports, pytest.raises(ConversationError):
        Client(f"http://127.0.0.1:{ports.plain}").start_conversation(seconds=0)
    assert len(server.requests) == 1


def test_any_other_error_is_reported() -> None:
    error = {"id": "1", "status": "ERROR", "detail": "no such image"}
    server = Server([error, READY])
    with serving(server) as ports, pytest.raises(ConversationError) as raised:
        Client(f"http://127.0.0.1:{ports.plain}").start_conversation()
    assert json.dumps(error) in str(raised.value)
    assert len(server.requests) == 1
