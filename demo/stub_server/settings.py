"""The settings API of the stub server, in both versions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

#: Paths of the settings and of the models, by version.
VERSIONS = {
    "v0": ("/api/settings", "/api/options/models"),
    "v1": ("/api/v1/settings", "/api/v1/config/models/search"),
}
SETTINGS, MODELS = zip(*VERSIONS.values(), strict=True)
CONVERSATIONS = "/api/conversations"

#: The body of the response to a user without settings.
MISSING = {"error": "none", "msg_id": "CONFIGURATION$SETTINGS_NOT_FOUND"}

Fault = Callable[[], web.Response]


def html() -> web.Response:
    """The real server's response to an unknown path."""
    return web.Response(text="<!DOCTYPE html><title>OpenHands</title>", content_type="text/html")


def html_404() -> web.Response:
    """An error response of a proxy."""
    return web.Response(text="<h1>404</h1>", status=404, content_type="text/html")


def failing(status: int, body: object = None) -> Fault:
    """A JSON response with a status."""
    return lambda: web.json_response(body or {"detail": "no"}, status=status)


@dataclass
class SettingsApi:
    """The settings API for one user.

    Attributes:
        stored: the settings, or None where the user has none.
        models: names that the server offers.
        not_found: status for "there are no settings": 404, or 400 with a message id.
        faults: ``"METHOD path"`` to what is answered in place of the truth.
        slow: seconds that an answer of the models takes.
        calls: ``"METHOD path"`` as they came.
        posted: bodies that settings were created with.
    """

    stored: dict[str, Any] | None = field(default_factory=dict)
    models: list[str] = field(default_factory=lambda: ["openai/gpt-4o", "anthropic/claude-x"])
    not_found: int = 404
    faults: dict[str, Fault] = field(default_factory=dict)
    slow: float = 0
    calls: list[str] = field(default_factory=list)
    posted: list[Any] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response | None:
        """The response to a settings request; None for any other request."""
        path, call = request.path, f"{request.method} {request.path}"
        if path not in (*SETTINGS, *MODELS, CONVERSATIONS):
            return None
        self.calls.append(call)
        if path in MODELS:
            await asyncio.sleep(self.slow)
        if fault := self.faults.get(call):
            return fault()
        if path in MODELS:
            return web.json_response(self._models(request))
        if request.method == "POST" and path in SETTINGS:
            body = await request.json()
            self.posted.append(body)
            self.stored = {**(self.stored or {}), **body}
            return web.json_response({})
        if self.stored is None:
            status = 400 if path == CONVERSATIONS else self.not_found
            return web.json_response(MISSING, status=status)
        if path == CONVERSATIONS:
            said = {"body": await request.text(), "header": request.headers.get("X-A")}
            return web.json_response({"conversation_id": "new", **said}, status=201)
        return web.json_response(self.stored)

    def _models(self, request: web.Request) -> Any:
        if request.path == MODELS[0]:
            return self.models
        parameters, limit = request.query, int(request.query.get("limit", 50))
        query = parameters.get("query", "").lower()
        pairs = [name.split("/", 1) for name in self.models]
        items = [
            {"provider": provider, "name": name, "verified": True}
            for provider, name in pairs
            if query in name.lower() and parameters.get("provider__eq", provider) == provider
        ]
        return {"items": items[:limit], "next_page_id": "2" if items[limit:] else None}
