"""Asks an identity source about an ASGI connection, and refuses the connection."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http import HTTPStatus
from typing import Any

from openhands_multiuser.identity.errors import IdentityError
from openhands_multiuser.identity.model import Identity, IdentitySource, MultiMap

type Scope = MutableMapping[str, Any]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_KEY = "openhands_multiuser.identity"
_RETRY_SECONDS = "5"
# RFC 6455, section 7.4.1: policy violation. Servers turn it into 403, as no handshake was made.
_CLOSE_CODE = 1008


async def identify(source: IdentitySource, scope: Scope) -> Identity:
    """Returns the user who opened an HTTP or WebSocket connection. Asks once per connection.

    Raises:
        IdentityError: nobody, or nobody who proves it.
    """
    known = scope.get(_KEY)
    if not isinstance(known, Identity):
        headers = read_headers(scope)
        known = scope[_KEY] = await source.identify(headers, read_cookies(headers))
    return known


async def refuse(error: IdentityError, scope: Scope, send: Send) -> None:
    """Answers a connection that has no identity: JSON for HTTP, a close for a WebSocket."""
    kind = "http"
    if scope["type"] == "websocket":
        if "websocket.http.response" not in (scope.get("extensions") or {}):
            await send({"type": "websocket.close", "code": _CLOSE_CODE, "reason": error.problem})
            return
        kind = "websocket.http"
    answer = {"error": error.problem, "status": error.status, "detail": error.sentence}
    body = json.dumps(answer).encode()
    headers = refusal_headers(error) | {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
    raw_headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": f"{kind}.response.start", "status": error.status, "headers": raw_headers})
    await send({"type": f"{kind}.response.body", "body": body})


def refusal_headers(error: IdentityError) -> dict[str, str]:
    """Returns the headers that belong to an answer with `error.status`."""
    if error.status == HTTPStatus.UNAUTHORIZED:
        # RFC 9110, section 11.6.1, demands a scheme; a browser asks for no password on this one.
        return {"Cache-Control": "no-store", "WWW-Authenticate": "Bearer"}
    return {"Cache-Control": "no-store", "Retry-After": _RETRY_SECONDS}


def read_headers(scope: Mapping[str, Any]) -> MultiMap:
    """Returns all values of each header by lower-case name."""
    headers: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return headers


def read_cookies(headers: MultiMap) -> MultiMap:
    """Returns all values of each cookie by name (RFC 6265, section 5.4)."""
    cookies: dict[str, list[str]] = {}
    for header in headers.get("cookie", ()):
        for pair in header.split(";"):
            name, equals, value = pair.partition("=")
            if equals:
                cookies.setdefault(name.strip(), []).append(value.strip())
    return cookies
