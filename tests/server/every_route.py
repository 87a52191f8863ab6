"""Requests to every route of a server's OpenAPI, with the ids of another person's data."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from demo.real.client import Client
from tests.server.belongings import SECRET_NAME, Belongings

# Optional, but they ask for somebody's things.
_FILTERS = {"conversation_id__eq", "sandbox_id__eq"}
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Request:
    """A request for a route.

    Attributes:
        method: in capitals.
        route: as OpenAPI writes it.
        url: path and query.
        body: for JSON; None for none.
    """

    method: str
    route: str
    url: str
    body: Any

    @property
    def name(self) -> str:
        """The name of the route in tables."""
        return f"{self.method} {self.route}"


@dataclass(frozen=True)
class Answer:
    """An answer: 0 for none.

    Attributes:
        status: of HTTP.
        text: the body.
    """

    status: int
    text: str


def requests_for(paths: Any, things: Belongings) -> Iterator[Request]:
    """All routes, with ids of these things wherever an id is wanted."""
    order = {"get": 0, "post": 1, "put": 2, "patch": 3, "delete": 4}
    found = [(method, route) for route in paths for method in paths[route] if method in _METHODS]
    for method, route in sorted(found, key=lambda each: (order[each[0]], each[1])):
        operation = paths[route][method]
        url, query = route, []
        for parameter in operation.get("parameters", []):
            name = parameter["name"]
            if parameter["in"] == "path":
                value = quote(_value(name, route, things), safe="")
                url = url.replace("{" + name + "}", value)
            elif parameter["in"] == "query" and (parameter.get("required") or name in _FILTERS):
                query.append((name, _value(name, route, things)))
        # Up to 1.7 the path of DELETE calls the sandbox otherwise than its function does.
        url = url.replace("{id}", things.conversation.sandbox_id)
        has_body = "requestBody" in operation or route.endswith("pending-messages")
        body = _body(route, things) if has_body else None
        yield Request(method.upper(), route, f"{url}?{urlencode(query)}", body)


def ask(client: Client, request: Request) -> Answer:
    """Sends a request, and returns whatever is answered."""
    data = None if request.body is None else json.dumps(request.body).encode()
    headers = {"Content-Type": "application/json", **client.headers}
    sent = urllib.request.Request(client.url + request.url, data, headers, method=request.method)
    try:
        with urllib.request.urlopen(sent, timeout=60) as response:
            return Answer(response.status, response.read().decode(errors="replace"))
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read().decode(errors="replace"))
    except (TimeoutError, urllib.error.URLError) as error:
        return Answer(0, str(error))


def _value(name: str, route: str, things: Belongings) -> str:
    if name == "ids":
        is_task = "start-tasks" in route
        return things.start_task if is_task else things.conversation.id
    if name == "id" and "events" in route:
        return things.event
    if name in {"id", "sandbox_id", "sandbox_id__eq"}:
        return things.conversation.sandbox_id
    if "conversation_id" in name:
        return things.conversation.id
    if name in {"secret_name", "secret_id"}:
        return SECRET_NAME
    return {"name": "Default", "repository": "a/b", "provider": "github"}.get(name, "1")


def _body(route: str, things: Belongings) -> Any:
    hers = things.conversation
    text = [{"type": "text", "text": "his"}]
    if route.endswith(("/app-conversations", "/stream-start")):
        return {"conversation_id": hers.id, "sandbox_id": hers.sandbox_id}
    if route.endswith("pending-messages"):
        return {"role": "user", "content": [{"type": "text", "text": "his"}]}
    if route.endswith("/send-message"):
        return {"role": "user", "content": text, "run": False}
    if route.endswith("/marketplace-skills"):
        return []
    if "/app-conversations/{conversation_id}" in route:
        return {
            "profile_name": "his",
            "title": "his",
            "public": True,
            "model": "his",
            "llm_model": "his",
        }
    if route.endswith("/webhooks/events/{conversation_id}"):
        return []
    if "secrets" in route and "providers" not in route and "tokens" not in route:
        return {"name": SECRET_NAME, "value": "his"}
    return {"git_user_name": "his", "provider_tokens": {}, "new_name": "his"}
