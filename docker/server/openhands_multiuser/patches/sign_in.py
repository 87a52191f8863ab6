"""Patch 0: no request and no socket reaches OpenHands without a user, or a sandbox's credentials.

A stock server treats every client as its only user. The layer is the outermost ASGI application.
Needed on every version. Verified by asking for every route of the installed version without
credentials.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openhands_multiuser.layer.access import Access, needed
from openhands_multiuser.patches.patch import Patch, require
from openhands_multiuser.rehearsal.docker import rehearsed_docker
from openhands_multiuser.start.server import Server

_PARAMETER = re.compile(r"\{[^}]*\}")
_UNAUTHORIZED = 401


class SignIn(Patch):
    """A user for every request."""

    number = 0
    name = "sign-in on every route and socket"
    critical = True

    def apply(self, server: Server) -> None:
        """Read the identity source's settings: without them nobody can be told apart."""
        _ = server.source

    async def verify(self, server: Server) -> None:
        """Ask for every route without credentials."""
        if not server.source.many_users:
            return
        reached: list[str] = []

        async def openhands(scope: Any, _receive: Any, _send: Any) -> None:
            reached.append(scope["path"])

        guard = server.guarded(openhands)
        with rehearsed_docker(server.config):
            for scope in _scopes(server):
                if needed(scope, server.is_route, v0=False) is Access.PUBLIC:
                    continue
                status = await _status(guard, scope)
                require(status == _UNAUTHORIZED, f"{scope['path']} answers {status} to anybody")
        require(not reached, f"anybody reaches {', '.join(reached)}")


def _scopes(server: Server) -> Iterator[dict[str, Any]]:
    for route in server.routes():
        path = _PARAMETER.sub("x", route.path)
        for method in sorted(getattr(route, "methods", None) or {"GET"}):
            yield _scope("http", path, method)
        yield _scope("websocket", path, "GET")
    for path in ("/api/unknown", "/mcp/mcp", "/socket.io/", "/sockets/events/x"):
        yield _scope("websocket", path, "GET")
    yield _scope("http", "/mcp/mcp", "POST")


def _scope(kind: str, path: str, method: str) -> dict[str, Any]:
    return {
        "type": kind,
        "method": method,
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [],
        "extensions": {"websocket.http.response": {}},
    }


async def _status(guard: Any, scope: dict[str, Any]) -> int | None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await guard(scope, receive, send)
    return sent[0]["status"] if sent else None
