"""The stub server, to which the browser resolves every host name."""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from demo.stub_server.apps import ABSENT, APP, VSCODE, app_answer
from demo.stub_server.files import file_answer
from demo.stub_server.settings import SettingsApi

#: The cookie whose value selects the UI that a page shows.
UI_COOKIE = "stub-ui"

#: A host name without TLS: Chromium resolves any name under localhost to loopback.
LOOPBACK_HOST = "openhands.localhost"

_CORS = {f"Access-Control-Allow-{what}": "*" for what in ("Origin", "Methods", "Headers")}


@dataclass(frozen=True)
class Answer:
    """A response that a test chooses; JSON unless a header sets another type.

    Attributes:
        nonce: a text in body and headers that each response replaces with a fresh nonce.
    """

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    nonce: str = ""

    def response(self) -> web.Response:
        """Creates the response to one request."""
        nonce = secrets.token_urlsafe()
        body, headers = self.body, self.headers
        if self.nonce:
            body = body.replace(self.nonce.encode(), nonce.encode())
            headers = {name: one.replace(self.nonce, nonce) for name, one in headers.items()}
        return web.Response(status=self.status, headers=headers, body=body)


@dataclass(frozen=True)
class Stub:
    """The state of the stub server.

    Attributes:
        uis: the folder of each UI, by name; without a cookie, the first is served.
        received: the requested URLs: scheme, Host header, and the path as sent.
        settings: the settings API.
        answers: responses by path, which take precedence over all others.
    """

    uis: Mapping[str, Path]
    received: list[str] = field(default_factory=list)
    settings: SettingsApi = field(default_factory=SettingsApi)
    answers: dict[str, Answer] = field(default_factory=dict)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def saw(self, url: str, timeout: float = 5) -> bool:
        """Whether a URL has arrived, or does within ``timeout`` seconds."""
        return self.wait_until(lambda: url in self.received, timeout)

    def wait_until(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Whether a condition of `received` holds, or does within ``timeout`` seconds."""
        with self._news:
            return self._news.wait_for(condition, timeout)

    def application(self) -> web.Application:
        """A new application that shares ``received``."""
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self.answer)
        return application

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Responds to any request."""
        scheme = "https" if request.secure else "http"
        is_socket = request.headers.get("Upgrade", "").lower() == "websocket"
        if is_socket:
            scheme = scheme.replace("http", "ws")
        with self._news:
            self.received.append(f"{scheme}://{request.host}{request.raw_path}")
            self._news.notify_all()
        if given := self.answers.get(request.path):
            return given.response()
        if request.method in ("GET", "POST") and (of_app := app_answer(request)):
            return of_app
        is_runtime = ".runtime." in request.host or request.raw_path.startswith("/runtime/")
        if is_socket:
            return await _socket(request) if is_runtime else web.Response(status=404)
        if is_runtime or not self._is_ui(request):
            return await _echo(request)
        if answer := await self.settings.answer(request):
            return answer
        if request.path.startswith("/api/"):
            return await _api(request)
        return await self._file(request)

    @staticmethod
    def _is_ui(request: web.Request) -> bool:
        host, _, port = request.host.partition(":")
        is_example = not port and host == "openhands.example.com"
        return port == "3000" or host == LOOPBACK_HOST or is_example

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.cookies.get(UI_COOKIE, next(iter(self.uis)))
        # A mapping may build a UI at its first use.
        folder = await asyncio.to_thread(self.uis.__getitem__, name)
        # The same URL shows another UI if the cookie changes.
        return file_answer(folder, request.path, {"Cache-Control": "no-store"})


#: Responses to the requests of Agent Canvas' home page, for a user without conversations.
NOTHING_YET: dict[str, dict[str, Any]] = {
    "/api/v1/settings/profiles": {"profiles": [], "active_profile": None},
    "/api/agent-profiles": {"profiles": [], "active_agent_profile_id": None},
    "/api/v1/app-conversations/search": {"items": [], "next_page_id": None},
    "/api/organizations": {"items": [], "next_page_id": None},
    "/api/v1/skills/search": {"items": [], "next_page_id": None},
}


_VSCODE_URL = f"http://localhost:{VSCODE}/?tkn=secret&folder=/workspace"
_EXPOSED_URLS = [
    {"name": "AGENT_SERVER", "url": "http://localhost:54928"},
    {"name": "VSCODE", "url": _VSCODE_URL},
    {"name": "WORKER_1", "url": f"http://localhost:{APP}"},
    {"name": "WORKER_2", "url": f"http://localhost:{ABSENT}"},
]


async def _api(request: web.Request) -> web.Response:
    if request.path in NOTHING_YET:
        return web.json_response(NOTHING_YET[request.path])
    if request.path == "/api/vscode/url":
        return web.json_response({"url": request.query["url"]})
    if request.path == "/api/v1/sandboxes":
        return web.json_response([{"id": request.query.get("id"), "exposed_urls": _EXPOSED_URLS}])
    if request.path.endswith("/vscode-url"):
        return web.json_response({"vscode_url": _VSCODE_URL})
    if request.path == "/api/v1/app-conversations":
        conversation = request.query.get("ids", "")
        url = f"http://localhost:54928/api/conversations/{conversation}"
        return web.json_response([{"conversation_url": url, "sandbox_status": "RUNNING"}])
    return await _echo(request)


async def _echo(request: web.Request) -> web.Response:
    """The request as JSON, readable by a page of any origin."""
    seen = {
        "method": request.method,
        "host": request.host,
        "path": request.raw_path,
        "headers": {name.lower(): value for name, value in request.headers.items()},
        "body": (await request.read()).decode(),
    }
    return web.json_response(seen, headers=_CORS)


async def _socket(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(
        protocols=request.headers.get("Sec-WebSocket-Protocol", "").split()
    )
    await socket.prepare(request)
    await socket.send_str(json.dumps({"host": request.host, "path": request.raw_path}))
    async for message in socket:
        if message.type is WSMsgType.TEXT:
            await socket.send_str(f"you said: {message.data}")
    return socket
