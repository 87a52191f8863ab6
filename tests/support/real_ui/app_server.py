"""A stub of the app server: what it knows of the only conversation, and that there is no more."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from demo.addresses import UUID
from demo.stub_server.app import NOTHING_YET
from demo.stub_server.settings import SettingsApi
from tests.support.real_ui.agent_server import CONVERSATION, KEY, PORT, AgentServer

#: Where the server says that the conversation is: as everywhere, on its own loopback.
ON_LOOPBACK = f"http://localhost:{PORT}/api/conversations/{UUID}"

_CONVERSATION = CONVERSATION | {
    "sandbox_id": "sandbox-1",
    "sandbox_status": "RUNNING",
    "session_api_key": KEY,
    "llm_model": "openai/gpt-4o",
    "sub_conversation_ids": [],
}
_SANDBOX = {
    "id": "sandbox-1",
    "status": "RUNNING",
    "exposed_urls": [
        {"name": "AGENT_SERVER", "url": f"http://localhost:{PORT}"},
        {"name": "VSCODE", "url": "http://localhost:49955/?tkn=secret&folder=/workspace/project"},
        {"name": "WORKER_1", "url": "http://localhost:51111"},
    ],
}
_OF_CONVERSATION = f"/api/v1/app-conversations/{UUID}"


class AppServer:
    """The app server.

    Attributes:
        conversation_url: where the conversation is said to be.
    """

    def __init__(self, agent: AgentServer) -> None:
        self.conversation_url = ON_LOOPBACK
        self._agent = agent
        self._settings = SettingsApi({"llm_model": "openai/gpt-4o", "llm_api_key_set": True})

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The answer to a request below ``/api/``."""
        if answer := await self._settings.answer(request):
            return answer
        answers = NOTHING_YET | self._of_the_conversation()
        if request.path in answers:
            return web.json_response(answers[request.path])
        return web.json_response({"detail": "Not Found"}, status=404)

    def _of_the_conversation(self) -> dict[str, Any]:
        conversation = _CONVERSATION | {"conversation_url": self.conversation_url}
        history = {"items": self._agent.events[::-1], "next_page_id": None}
        return {
            "/api/v1/app-conversations": [conversation],
            "/api/v1/app-conversations/search": {"items": [conversation], "next_page_id": None},
            f"/api/v1/conversation/{UUID}/events/search": history,
            "/api/v1/sandboxes": [_SANDBOX],
            f"{_OF_CONVERSATION}/skills": {"skills": []},
            f"{_OF_CONVERSATION}/files": [],
            f"{_OF_CONVERSATION}/git/changes": [],
        }
