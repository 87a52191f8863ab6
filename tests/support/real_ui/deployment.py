"""OpenHands behind a reverse proxy with runtime routes, as an operator has it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from demo.addresses import HOST, C
from demo.stub_server.app import UI_COOKIE
from demo.stub_server.files import file_answer
from tests.support.real_ui.agent_server import PORT, AgentServer
from tests.support.real_ui.app_server import AppServer

#: By these a page finds the deployment, and nothing else on earth.
HOSTS = (HOST, f"*.runtime.{HOST}")


class Deployment:
    """What answers at the page's host and below it.

    Attributes:
        agent: the agent server in the sandbox.
        app: the app server.
        is_agent_server: whether the agent server is the backend at the page's origin.
        received: what arrived: method, scheme, Host header, and the path as sent.
    """

    def __init__(self, uis: Mapping[str, Path]) -> None:
        self._uis = uis
        self._news = threading.Condition()
        self.begin()

    def begin(self) -> None:
        """Begins anew, with an agent that has not said anything."""
        self.agent = AgentServer()
        self.app = AppServer(self.agent)
        self.is_agent_server = False
        self.received: set[str] = set()

    def receives(self, expected: Callable[[set[str]], bool], timeout: float = 20) -> bool:
        """Whether what was received is as ``expected``, or is within ``timeout`` seconds."""
        with self._news:
            return self._news.wait_for(lambda: expected(self.received), timeout)

    def application(self) -> web.Application:
        """Its routes."""
        sandboxes = web.Application()
        sandboxes.router.add_get("/{path:.*}", _app_in_a_sandbox)
        application = web.Application(middlewares=[self._log])
        application.add_domain(f"*.runtime.{HOST}", sandboxes)
        add = application.router.add_route
        add("*", f"/runtime/{C}/{PORT}{{path:/.*}}", self._agent)
        add("*", "/api/{path:.*}", self._backend)
        for path in ("/server_info", "/sockets/{path:.*}"):
            add("*", path, self._backend)
        add("GET", "/blank", _blank)
        add("GET", "/{path:.*}", self._file)
        return application

    @web.middleware
    async def _log(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        with self._news:
            url = f"{request.scheme}://{request.host}{request.raw_path}"
            self.received.add(f"{request.method} {url}")
            self._news.notify_all()
        return await handler(request)

    async def _agent(self, request: web.Request) -> web.StreamResponse:
        return await self.agent.answer(request, request.match_info["path"])

    async def _backend(self, request: web.Request) -> web.StreamResponse:
        if self.is_agent_server:
            return await self.agent.answer(request, request.path)
        return await self.app.answer(request)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return file_answer(self._uis[request.cookies.get(UI_COOKIE, "unpatched")], request.path)


async def _blank(_request: web.Request) -> web.Response:
    """A page at which a test sets cookies and stored data before it opens the UI."""
    return web.Response(text="<!DOCTYPE html><title>Blank</title>", content_type="text/html")


async def _app_in_a_sandbox(request: web.Request) -> web.Response:
    port = request.host.partition("-")[0]
    html = f"<!DOCTYPE html><title>Port {port}</title><h1>Port {port}</h1>"
    return web.Response(text=html, content_type="text/html")
