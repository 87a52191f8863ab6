"""The gateway with the sandboxes of a real OpenHands: owners, sub-conversations, states."""

from __future__ import annotations

import json
import secrets
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from demo.addresses import HOST
from demo.loop_thread import Loop
from demo.real.client import Conversation
from tests.gateway.ask import EDGE, Answer, request, send
from tests.gateway.known import until
from tests.gateway.nginx import SECRET, Gateway
from tests.gateway.sandboxes import USER
from tests.gateway.test_ownership import HEADERS, PASSES, SOURCES, TRUSTED
from tests.server.gateway.conftest import RealSandboxes

pytestmark = [pytest.mark.slow, pytest.mark.proxy]

ANOTHER = "9c4d-another"
AGENT_SERVER = 8000
ROUTES = ("path", "subdomain")


def _open(
    gateway: Gateway, conversation: str, port: int, route: str = "path", user: str = USER
) -> Answer:
    headers = [
        ("X-Gateway-Secret", SECRET),
        ("X-Cognito-User-Id", user),
        ("Accept", "application/json"),
    ]
    return send(gateway.plain, _asked(conversation, port, route, *headers))


def _asked(conversation: str, port: int, route: str, *headers: Any) -> bytes:
    if route == "path":
        return request(f"/runtime/{conversation}/{port}/health", *headers)
    return request("/health", *headers, host=f"{port}-{conversation}.runtime.{HOST}")


def _code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["error"]


@pytest.fixture
def conversation(real: RealSandboxes) -> Conversation:
    """A conversation of USER."""
    return real.of(USER)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("source", SOURCES)
def test_only_the_owner_reaches_the_agent_server(
    gateway: Gateway, real: RealSandboxes, conversation: Conversation, source: str, route: str
) -> None:
    extra, address = SOURCES[source]
    for header, sent in HEADERS.items():
        is_owner = source in TRUSTED and header in PASSES["equal"]
        # "different" names the other user, who owns the other sandbox.
        is_other = source in TRUSTED and header == "different"
        for found, is_allowed in ((conversation, is_owner), (real.of(ANOTHER), is_other)):
            asked = _asked(found.id, AGENT_SERVER, route, *sent, *extra)
            status = send(gateway.plain, asked, source=address).status
            assert status == (200 if is_allowed else 403), (header, found)


@pytest.mark.parametrize("route", ROUTES)
def test_the_port_that_the_server_tells_leads_to_the_same_agent_server(
    gateway: Gateway, conversation: Conversation, route: str
) -> None:
    published = urlsplit(conversation.agent_url).port
    assert published
    assert published != AGENT_SERVER
    assert _open(gateway, conversation.id, published, route).status == 200


def test_the_socket_of_a_conversation_opens(
    gateway: Gateway, conversation: Conversation, loop: Loop
) -> None:
    query = f"resend_all=true&session_api_key={conversation.session_api_key}"
    path = f"/runtime/{conversation.id}/{AGENT_SERVER}/sockets/events/{conversation.id}?{query}"

    async def first_event() -> Any:
        url = f"http://127.0.0.1:{gateway.plain}{path}"
        headers = {"Host": HOST, **dict(EDGE)}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.ws_connect(url) as socket,
        ):
            return json.loads(await socket.receive_str(timeout=20))

    assert "source" in loop.run(first_event())


@pytest.mark.parametrize("route", ROUTES)
def test_a_sub_conversation_opens_its_parents_sandbox_for_the_owner_alone(
    gateway: Gateway, real: RealSandboxes, conversation: Conversation, route: str
) -> None:
    child = real.sub_conversation(USER, conversation)
    assert child.sandbox_id == conversation.sandbox_id
    assert _open(gateway, child.id, AGENT_SERVER, route).status == 200
    assert _open(gateway, child.id, AGENT_SERVER, route, ANOTHER).status == 404


def test_a_paused_sandbox_is_distinguished_from_a_missing_one(
    gateway: Gateway, real: RealSandboxes, conversation: Conversation
) -> None:
    sandbox = f"/api/v1/sandboxes/{conversation.sandbox_id}"
    owner = real.place.client(USER)
    owner.request("POST", f"{sandbox}/pause")
    try:
        until(lambda: _open(gateway, conversation.id, AGENT_SERVER).status != 200)
        answer = _open(gateway, conversation.id, AGENT_SERVER)
        assert _code(answer) == (503, "ERR_PAUSED")
        other = _open(gateway, conversation.id, AGENT_SERVER, user=ANOTHER)
        assert _code(other) == (403, "ERR_FORBIDDEN")
    finally:
        owner.request("POST", f"{sandbox}/resume")
    until(lambda: _open(gateway, conversation.id, AGENT_SERVER).status == 200)
    absent = _open(gateway, secrets.token_hex(16), AGENT_SERVER)
    assert _code(absent) == (404, "ERR_NOT_FOUND")


def test_a_deleted_sandbox_is_gone(gateway: Gateway, real: RealSandboxes) -> None:
    user = "7b2a-third"
    conversation = real.of(user)
    assert _open(gateway, conversation.id, AGENT_SERVER, user=user).status == 200
    real.place.client(user).delete_sandbox(conversation.sandbox_id)
    # The server half still knows in which sandbox the conversation was.
    answer = _open(gateway, conversation.id, AGENT_SERVER, user=user)
    assert _code(answer) == (404, "ERR_NOT_FOUND")
