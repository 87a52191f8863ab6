"""Answers in JSON, over ASGI."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
type App = Callable[[Scope, Receive, Send], Awaitable[None]]


async def refuse(scope: Scope, send: Send, status: int, code: str, detail: str) -> None:
    """Answer a request or a WebSocket with a problem.

    Args:
        scope: ASGI's scope. A server that cannot answer a WebSocket with HTTP closes it instead.
        send: ASGI's send.
        status: Of HTTP.
        code: For programs.
        detail: For people.
    """
    kind = "http"
    if scope["type"] == "websocket":
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": 1008, "reason": code})
            return
        kind = "websocket.http"
    await answer(send, status, {"error": code, "status": status, "detail": detail}, kind)


async def answer(send: Send, status: int, content: dict[str, Any], kind: str = "http") -> None:
    """Answer a request with JSON that nobody keeps."""
    body = json.dumps(content).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": f"{kind}.response.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": body})
