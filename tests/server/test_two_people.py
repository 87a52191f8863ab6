"""Two people at one server: neither can see, open, change or delete the other's data.

One file, as each process that runs a file of tests starts a server.
"""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from demo.loop_thread import running_loop
from demo.real.client import ApiError, Client
from tests.server.every_route import ask, requests_for
from tests.server.meeting import Met, views


def test_no_route_shows_anything_to_another_user(met: Met) -> None:
    shown = {name: met.alices.found_in(answer.text) for name, answer in met.answers.items()}
    assert {name: words for name, words in shown.items() if words} == {}


def test_no_route_changes_anything_of_another_user(met: Met) -> None:
    assert met.changes == {}


#: Routes at which a release fails without the package, too: for anybody, and for users who have
#: stored no token of a Git provider.
FAIL_BY_THEMSELVES = {
    "1.4.0": {
        "GET /api/v1/conversation/{conversation_id}/events/count",
        "GET /api/microagent-management/conversations",
    },
}


def test_every_route_answers(met: Met) -> None:
    known = FAIL_BY_THEMSELVES.get(met.house.server.version, set())
    failing = {name for name, a in met.answers.items() if a.status in {0, 500, 502, 503}}
    assert failing <= known


def test_the_owner_still_has_everything(met: Met) -> None:
    after = views(met.house, met.alices, "alice")
    seen = {name: met.alices.found_in(answer.text) for name, answer in met.before.items()}
    assert any(seen.values())
    assert {name: met.alices.found_in(answer.text) for name, answer in after.items()} == seen


def sandbox_of(met: Met, user_id: str) -> dict[str, Any]:
    """A person's newest container."""
    return next(
        each
        for each in met.house.server.containers()
        if each["Config"]["Labels"].get("user_id") == user_id
    )


def session_key(container: dict[str, Any]) -> str:
    """The key that OpenHands gave a container's agent server."""
    name = "OH_SESSION_API_KEYS_0="
    environment: list[str] = container["Config"]["Env"]
    return next(each.removeprefix(name) for each in environment if each.startswith(name))


@pytest.fixture(scope="session")
def bobs_sandbox(met: Met) -> Client:
    """A client in Bob's sandbox, with the sandbox's key and no user."""
    met.house.client("bob").request("POST", "/api/v1/sandboxes")
    key = session_key(sandbox_of(met, "bob"))
    return Client(met.house.server.url, {"X-Session-API-Key": key})


def refused(client: Client, method: str, path: str, body: Any = None) -> int:
    """The status with which a request is refused."""
    with pytest.raises(ApiError) as raised:
        client.request(method, path, body)
    return raised.value.status


def test_a_sandbox_carries_its_owner_and_its_conversation(met: Met) -> None:
    labels = sandbox_of(met, "alice")["Config"]["Labels"]
    assert labels["user_id"] == "alice"
    assert labels["conversation_id"] == met.alices.conversation.id


@pytest.mark.usefixtures("bobs_sandbox")
def test_every_sandbox_has_an_owner(met: Met) -> None:
    labels = [each["Config"]["Labels"] for each in met.house.server.containers()]
    assert {each.get("user_id") for each in labels} == {"alice", "bob"}


def test_the_gateway_learns_a_conversations_sandbox_for_its_owner_alone(met: Met) -> None:
    path = f"/api/multiuser/conversations/{met.alices.conversation.id}/sandbox"
    found = met.house.client("alice").get(path)
    assert found == {"sandbox_id": met.alices.conversation.sandbox_id}
    assert refused(met.house.client("bob"), "GET", path) == 404


def test_a_sandboxs_events_do_not_reach_another_users_conversation(
    met: Met, bobs_sandbox: Client
) -> None:
    alice, hers = met.house.client("alice"), met.alices.conversation.id
    events = f"/api/v1/conversation/{hers}/events"
    before = alice.get(f"{events}/search")
    [event] = alice.get(f"{events}?id={met.alices.event}")
    for forged in (
        "0" * 8 + event["id"][8:],
        # Between Bob's folder and hers.
        f"../../../alice/v1_conversations/{hers}/{'0' * 32}",
    ):
        ask_quietly(bobs_sandbox, f"/api/v1/webhooks/events/{hers}", [{**event, "id": forged}])
        assert alice.get(f"{events}/search") == before


def test_a_sandbox_does_not_take_another_users_conversation(met: Met, bobs_sandbox: Client) -> None:
    hers = met.alices.conversation
    agent = Client(hers.agent_url, {"X-Session-API-Key": hers.session_api_key})
    info = agent.get(f"/api/conversations/{hers.id}")
    ask_quietly(bobs_sandbox, "/api/v1/webhooks/conversations", info)
    seen = met.house.client("alice").conversation(hers.id)
    assert seen["sandbox_id"] == hers.sandbox_id
    assert met.house.client("bob").conversation(hers.id) is None


def ask_quietly(client: Client, path: str, body: Any) -> None:
    """Posts, and ignores the response."""
    try:
        client.request("POST", path, body)
    except ApiError as error:
        assert error.status < 500, error  # noqa: PT017


@pytest.mark.parametrize(
    "path", ["/api/v1/app-conversations/search", "/api/v1/sandboxes/search", "/openapi.json"]
)
def test_a_session_key_is_no_user(bobs_sandbox: Client, path: str) -> None:
    assert refused(bobs_sandbox, "GET", path) == 401


@pytest.mark.parametrize("headers", [{}, {"X-Cognito-User-Id": "alice"}], ids=str)
def test_nobody_is_believed_without_the_gateways_proof(met: Met, headers: dict[str, str]) -> None:
    client = Client(met.house.server.url, headers)
    assert refused(client, "GET", "/api/v1/app-conversations/search") == 401


def test_a_new_user_has_the_operators_model(met: Met) -> None:
    carol = met.house.client("carol")
    paths = carol.get("/openapi.json")["paths"]
    prefix = "/api/v1" if "/api/v1/settings" in paths else "/api"
    settings = carol.get(f"{prefix}/settings")
    assert "openai/scripted" in json.dumps(settings)
    assert settings["llm_api_key_set"] is True
    assert settings["user_consents_to_analytics"] is False


@pytest.mark.parametrize("user_id", ["alice", "carol"])
def test_no_route_shows_the_operators_key(met: Met, user_id: str) -> None:
    client = met.house.client(user_id)
    paths = client.get("/openapi.json")["paths"]
    shown = [
        each.name
        for each in requests_for(paths, met.alices)
        if each.method == "GET" and met.house.model.api_key in ask(client, each).text
    ]
    assert shown == []


def test_no_file_holds_the_operators_key(met: Met) -> None:
    state = met.house.server.folder / "state"
    holding = [
        path
        for path in state.rglob("*.json")
        if met.house.model.api_key in path.read_text(errors="replace")
    ]
    assert holding == []


@pytest.mark.parametrize("path", ["/", "/socket.io/", "/sockets/events/x", "/api/v1/x", "/mcp/mcp"])
def test_nobody_opens_a_socket(met: Met, path: str) -> None:
    async def status() -> int:
        async with aiohttp.ClientSession() as session:
            try:
                await session.ws_connect(met.house.server.url + path)
            except aiohttp.WSServerHandshakeError as error:
                return error.status
        return 101

    # In a thread of its own: Playwright may have left a loop that runs in this one.
    with running_loop() as loop:
        assert loop.run(status()) == 401
