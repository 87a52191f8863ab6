"""Which requests of a sandbox reach OpenHands through docker/callbacks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.loop_thread import running_loop
from frontend_patch.paths import HOME
from tests.docs.proxies.caddy import CADDY
from tests.docs.proxies.running_app import running_app
from tests.gateway.app import App
from tests.gateway.ask import Answer, request, send
from tests.gateway.process import free_ports, running

pytestmark = pytest.mark.proxy

_CADDYFILE = HOME / "docker" / "callbacks" / "Caddyfile"

CALLBACKS = [
    "/mcp",
    "/mcp/mcp",
    "/api/v1/webhooks/events/3f0c8a52-7a1e-4b60-9c2d-0a1b2c3d4e5f",
    "/api/v1/webhooks/conversations?x=%2F",
    "/api/v1/sandboxes/oh-agent-server-3kTq/settings/secrets",
    "/api/v1/sandboxes/oh-agent-server-3kTq/settings/secrets/GITHUB_TOKEN",
]
ANYTHING_ELSE = [
    "/",
    "/mcpx",
    "/api/v1/settings",
    "/api/v1/sandboxes/search",
    "/api/v1/sandboxes/x/settings",
    "/api/v1/app-conversations",
    "/api/v1/webhooks/../settings",
    "/api/v1/webhooks/%2e%2e/settings",
    "/api/v1/webhooks/..%2fsettings",
    "/api/v1/webhooks//../settings",
    "/api/v1/webhooks/%5c../settings",
    "/mcp/..;/api/v1/settings",
    "/api/v1/sandboxes/x/../../settings/secrets/../../y",
    "//api/v1/settings",
]


@dataclass(frozen=True)
class Callbacks:
    """The port of the callbacks on 127.0.0.1, and the server behind it."""

    port: int
    openhands: App


@pytest.fixture(scope="module")
def callbacks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callbacks]:
    folder: Path = tmp_path_factory.mktemp("callbacks")
    [port] = free_ports(1)
    with ExitStack() as stack:
        openhands = stack.enter_context(
            running_app(stack.enter_context(running_loop()), "openhands")
        )
        variables = {
            "CALLBACKS_ADDRESS": "127.0.0.1",
            "CALLBACKS_PORT": str(port),
            "OPENHANDS_UPSTREAM": f"127.0.0.1:{openhands.port}",
            "HOME": str(folder),
        }
        command = [CADDY, "run", "--adapter", "caddyfile", "--config", str(_CADDYFILE)]
        stack.enter_context(running(command, [port], folder / "log", variables))
        yield Callbacks(port, openhands)


def _post(callbacks: Callbacks, path: str, *headers: tuple[str, str]) -> Answer:
    host = f"127.0.0.1:{callbacks.port}"
    return send(callbacks.port, request(path, *headers, host=host, method="POST", body=b"{}"))


@pytest.mark.parametrize("path", CALLBACKS)
def test_a_callback_reaches_openhands(callbacks: Callbacks, path: str) -> None:
    key = ("X-Session-API-Key", "k")
    answer = _post(callbacks, path, key)
    assert (answer.json["path"], answer.json["body"]) == (path, "{}")
    assert answer.received(key[0]) == ["k"]


@pytest.mark.parametrize("path", ANYTHING_ELSE)
def test_any_other_request_is_refused(callbacks: Callbacks, path: str) -> None:
    before = callbacks.openhands.requests
    assert _post(callbacks, path).status in (400, 403)
    assert callbacks.openhands.requests == before


@pytest.mark.parametrize(
    "name",
    ["X-Cognito-User-Id", "x-cognito-user-id", "X-Gateway-Secret", "X-Amzn-Oidc-Data", "Cookie"],
)
def test_no_identity_comes_along(callbacks: Callbacks, name: str) -> None:
    answer = _post(callbacks, "/mcp/mcp", (name, "somebody"))
    assert answer.status == 200
    assert "somebody" not in str(answer.json["headers"])


def test_another_host_name_is_refused_too(callbacks: Callbacks) -> None:
    before = callbacks.openhands.requests
    asked = request("/api/v1/settings", host="host.docker.internal:3000")
    assert send(callbacks.port, asked).status == 403
    assert callbacks.openhands.requests == before


def test_the_name_that_a_sandbox_uses_is_served(callbacks: Callbacks) -> None:
    asked = request("/mcp/mcp", host="host.docker.internal:3000")
    assert send(callbacks.port, asked).json["path"] == "/mcp/mcp"
