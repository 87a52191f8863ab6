"""Asks an ASGI application in this process."""

from __future__ import annotations

from typing import Any

import anyio

Headers = dict[str, str] | list[tuple[str, str]]


class Inner:
    """Stands for OpenHands: notes who asks, and answers 200."""

    def __init__(self) -> None:
        self.users: list[str | None] = []

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        from openhands_multiuser import current

        self.users.append(current.user_id())
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def ask(
    app: Any,
    path: str,
    headers: Headers | None = None,
    *,
    method: str = "GET",
    query: str = "",
    websocket: bool = False,
) -> int | str:
    """Return the status, or the kind of message with which a WebSocket is answered."""
    pairs = headers.items() if isinstance(headers, dict) else headers or []
    scope = {
        "type": "websocket" if websocket else "http",
        "method": method,
        "path": path,
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in pairs],
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    anyio.run(app, scope, receive, send)
    return sent[0]["type"] if websocket else int(sent[0]["status"])
