"""Which credentials a path needs. What is not listed needs a user."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import Any

from openhands_multiuser import versions


class Access(Enum):
    """What a request has to bring."""

    PUBLIC = "nothing"
    USER = "a user"
    SESSION_KEY = "the session key of a running sandbox"
    ACCESS_TOKEN = "an access token, which OpenHands verifies itself"  # noqa: S105
    MCP_KEY = "an agent's key, or a user"
    CLOSED = "nothing helps"


# For HTTP alone; the first that matches counts.
_PATHS = (
    (re.compile(r"/(alive|health|ready)/?"), Access.PUBLIC),
    (re.compile(r"/api/v1/webhooks/secrets/?"), Access.ACCESS_TOKEN),
    (re.compile(r"/api/v1/webhooks(/.*)?", re.DOTALL), Access.SESSION_KEY),
    (re.compile(r"/api/v1/sandboxes/[^/]+/settings/secrets(/[^/]*)*"), Access.SESSION_KEY),
    (re.compile(r"/mcp(/.*)?", re.DOTALL), Access.MCP_KEY),
)
_API = re.compile(r"/(api|mcp|socket\.io|docs|redoc|openapi\.json)(/.*)?", re.DOTALL)
_V0_CLOSED = re.compile("|".join(versions.V0_CLOSED), re.DOTALL)
_V0_CLOSED_POST = re.compile("|".join(versions.V0_CLOSED_POST))

type IsRoute = Callable[[dict[str, Any]], bool]


def needed(scope: dict[str, Any], is_route: IsRoute, *, v0: bool) -> Access:
    """Tell what a request has to bring.

    Args:
        scope: ASGI's scope of the request or WebSocket.
        is_route: Tells whether the server has a route, other than its static files, for a scope.
        v0: Whether the server still has V0 conversations.
    """
    path = scope["path"]
    if scope["type"] == "http":
        for pattern, access in _PATHS:
            if pattern.fullmatch(path):
                return access
        if _is_static(scope, is_route):
            return Access.PUBLIC
    if v0 and _is_closed(scope):
        return Access.CLOSED
    return Access.USER


def _is_static(scope: dict[str, Any], is_route: IsRoute) -> bool:
    return (
        scope["method"] in {"GET", "HEAD"}
        and not _API.fullmatch(scope["path"])
        and not is_route(scope)
    )


def _is_closed(scope: dict[str, Any]) -> bool:
    path = scope["path"]
    if _V0_CLOSED.fullmatch(path):
        return True
    return scope.get("method") == "POST" and _V0_CLOSED_POST.fullmatch(path) is not None
