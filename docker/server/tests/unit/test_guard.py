"""The layer: what reaches OpenHands, and as whom."""

from __future__ import annotations

import pytest

from openhands_multiuser.identity import Identity
from openhands_multiuser.identity.gateway import GatewayProof, GatewaySource
from openhands_multiuser.layer.guard import Guard
from tests.unit.requests import Headers, Inner, ask

SECRET = "s" * 32
ALICE = {"X-Cognito-User-Id": "alice", "X-Gateway-Proof": SECRET}


class Owners:
    async def of_session_key(self, key: str) -> Identity | None:
        return Identity("alice") if key == "alice-key" else None


def guard(inner: Inner, *, v0: bool = False) -> Guard:
    def is_route(scope: dict[str, object]) -> bool:
        return str(scope["path"]).startswith(("/api/", "/server_info", "/route"))

    return Guard(inner, GatewaySource(GatewayProof(SECRET)), Owners(), is_route, v0=v0)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/settings",
        "/api/unknown",
        "/api",
        "/mcp",
        "/mcp/mcp",
        "/socket.io/",
        "/docs",
        "/openapi.json",
        "/server_info",
        "/route",
        "/api/v1/webhooks/secrets",
        "/api/v1/webhooks/conversations",
        "/api/v1/webhooks/events/3f0c8a527a1e4b609c2d0a1b2c3d4e5f",
        "/api/v1/sandboxes/x/settings/secrets",
        "/api/v1/sandboxes/x/settings/secrets/name",
    ],
)
def test_nobody_reaches(path: str) -> None:
    inner = Inner()
    assert ask(guard(inner), path) == 401
    assert inner.users == []


@pytest.mark.parametrize("path", ["/", "/api/v1/settings", "/sockets/events/x", "/health"])
def test_nobody_opens_a_socket(path: str) -> None:
    inner = Inner()
    assert ask(guard(inner), path, websocket=True) == "websocket.close"
    assert inner.users == []


@pytest.mark.parametrize("path", ["/", "/assets/index.js", "/conversations/x", "/health", "/alive"])
def test_anybody_reads_the_ui_and_asks_for_health(path: str) -> None:
    inner = Inner()
    assert ask(guard(inner), path) == 200
    assert inner.users == [None]


def test_nobody_posts_to_the_ui() -> None:
    assert ask(guard(Inner()), "/conversations/x", method="POST") == 401


def test_a_user_is_acted_for() -> None:
    inner = Inner()
    assert ask(guard(inner), "/api/v1/settings", ALICE) == 200
    assert ask(guard(inner), "/api/v1/x", ALICE, websocket=True) == "websocket.accept"
    assert inner.users == ["alice", "alice"]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Cognito-User-Id": "alice"},
        {"X-Cognito-User-Id": "alice", "X-Gateway-Proof": ""},
        {"X-Cognito-User-Id": "alice", "X-Gateway-Proof": "t" * 32},
        {"X-Cognito-User-Id": "alice", "X-Gateway-Proof": "s" * 31},
        {"X-Cognito-User-Id": "alice", "X-Gateway-Proof": "s" * 33},
        {"X-Gateway-Proof": SECRET},
        {"X-Cognito-User-Id": "", "X-Gateway-Proof": SECRET},
        {"X-Cognito-User-Id": "..", "X-Gateway-Proof": SECRET},
        {"X-Cognito-User-Id": "a/b", "X-Gateway-Proof": SECRET},
        {"X-Cognito-User-Id": "\xe9", "X-Gateway-Proof": "\xe9" * 32},
        [*ALICE.items(), ("X-Cognito-User-Id", "bob")],
        [*ALICE.items(), ("X-Gateway-Proof", SECRET)],
        {"X-Session-API-Key": "alice-key"},
    ],
)
def test_no_user_is_believed_without_proof(headers: Headers) -> None:
    inner = Inner()
    assert ask(guard(inner), "/api/v1/settings", headers) == 401
    assert inner.users == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/webhooks/conversations",
        "/api/v1/webhooks/events/x",
        "/api/v1/sandboxes/oh-agent-server-x/settings/secrets",
        "/api/v1/sandboxes/oh-agent-server-x/settings/secrets/TOKEN",
    ],
)
def test_a_callback_acts_for_its_sandbox_owner(path: str) -> None:
    inner = Inner()
    assert ask(guard(inner), path, {"X-Session-API-Key": "alice-key"}) == 200
    assert inner.users == ["alice"]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Session-API-Key": "another"},
        {"X-Session-API-Key": ""},
        [("X-Session-API-Key", "alice-key"), ("X-Session-API-Key", "alice-key")],
        ALICE,
    ],
)
def test_a_callback_needs_the_session_key_of_a_sandbox(headers: Headers) -> None:
    assert ask(guard(Inner()), "/api/v1/webhooks/conversations", headers) == 401


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/sandboxes",
        "/api/v1/sandboxes/x/pause",
        "/api/v1/sandboxes/x/settings",
        "/api/v1/sandboxes/x/y/settings/secrets",
        "/api/v1/app-conversations/search",
        "/api/v1/webhooksx",
    ],
)
def test_a_session_key_opens_nothing_else(path: str) -> None:
    assert ask(guard(Inner()), path, {"X-Session-API-Key": "alice-key"}) == 401


@pytest.mark.parametrize("query", ["expose_secrets=true", "a=b&expose_secrets=1", "expose_secrets"])
def test_a_page_gets_no_keys(query: str) -> None:
    headers = {**ALICE, "X-Session-API-Key": "alice-key"}
    assert ask(guard(Inner()), "/api/v1/users/me", headers, query=query) == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/socket.io/"),
        ("POST", "/api/conversations"),
        ("GET", "/api/conversations/x/vscode-url"),
        ("POST", "/api/conversations/x/start"),
    ],
)
def test_v0_conversations_are_closed(method: str, path: str) -> None:
    inner = Inner()
    assert ask(guard(inner, v0=True), path, ALICE, method=method) == 403
    assert ask(guard(inner, v0=True), path, method=method) == 401
    assert inner.users == []


def test_v0_conversations_can_be_listed() -> None:
    assert ask(guard(Inner(), v0=True), "/api/conversations", ALICE) == 200


def test_openhands_itself_verifies_an_access_token() -> None:
    inner = Inner()
    assert ask(guard(inner), "/api/v1/webhooks/secrets", {"X-Access-Token": "x"}) == 200
    assert inner.users == [None]


def test_the_user_ends_with_the_request() -> None:
    inner = Inner()
    app = guard(inner)
    ask(app, "/api/v1/settings", ALICE)
    ask(app, "/")
    assert inner.users == ["alice", None]
