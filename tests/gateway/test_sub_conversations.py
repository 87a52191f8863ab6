"""A sub-conversation runs in its parent's sandbox, which the server half in OpenHands names."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator

import pytest

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.ask import Answer, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.known import until
from tests.gateway.nginx import SECRET, Gateway, Settings, running_gateway
from tests.gateway.sandboxes import USER, Sandboxes

PROOF = "the-secret-of-gateway-and-openhands"
OTHER = "another-user"


@pytest.fixture(scope="module")
def proving(
    docker: DockerApi, openhands: App, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gateway]:
    lua = {"edge_secret": SECRET, "openhands_secret": PROOF}
    settings = Settings(docker.socket, f"127.0.0.1:{openhands.port}", lua=lua)
    with running_gateway(tmp_path_factory.mktemp("gateway"), settings) as gateway:
        yield gateway


@pytest.fixture
def child(openhands: App) -> Iterator[str]:
    """A conversation that no container's label names."""
    yield secrets.token_hex(16)
    openhands.answers.clear()


def _answer(openhands: App, child: str, body: bytes, status: str = "200 OK") -> None:
    """The response of OpenHands about a conversation."""
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    openhands.answers[f"/api/multiuser/conversations/{child}/sandbox"] = head.encode() + body


def _name(openhands: App, child: str, sandbox: object) -> None:
    _answer(openhands, child, json.dumps({"sandbox_id": sandbox}).encode())


def _asked(openhands: App, child: str) -> int:
    return sum(child in seen for seen in openhands.seen)


def _open(gateway: Gateway, child: str, port: int, user: str = USER) -> Answer:
    headers = (
        ("X-Gateway-Secret", SECRET),
        ("X-Cognito-User-Id", user),
        ("Accept", "application/json"),
    )
    return send(gateway.plain, request(f"/runtime/{child}/{port}/", *headers))


def test_its_requests_reach_the_parents_sandbox(
    proving: Gateway, openhands: App, app: App, sandboxes: Sandboxes, child: str
) -> None:
    _name(openhands, child, sandboxes.container(app).name)
    assert _open(proving, child, app.port).json["app"] == app.name
    host = f"{app.port}-{child}.runtime.{HOST}"
    headers = ("X-Gateway-Secret", SECRET), ("X-Cognito-User-Id", USER)
    assert send(proving.plain, request("/", *headers, host=host)).json["app"] == app.name


def test_another_users_sandbox_is_refused_whatever_openhands_says(
    proving: Gateway, openhands: App, sandboxes: Sandboxes, child: str
) -> None:
    app = sandboxes.start(user=OTHER)
    _name(openhands, child, sandboxes.container(app).name)
    assert _open(proving, child, app.port).status == 403


def test_a_user_cannot_open_the_sandbox_of_another(
    proving: Gateway, openhands: App, app: App, sandboxes: Sandboxes, child: str
) -> None:
    _name(openhands, child, sandboxes.container(app).name)
    assert _open(proving, child, app.port).status == 200
    assert _open(proving, child, app.port, OTHER).status == 403


def test_openhands_is_asked_with_the_users_id_and_the_proof(
    proving: Gateway, openhands: App, child: str
) -> None:
    user = "a user|with=odd&characters"
    _answer(openhands, child, b"{}", "404 Not Found")
    assert _open(proving, child, 5000, user).status == 404
    [lines] = [head.split(b"\r\n") for head in openhands.heads if child.encode() in head]
    assert f"X-Cognito-User-Id: {user}".encode() in lines
    assert f"X-Gateway-Proof: {PROOF}".encode() in lines
    assert b"X-Forwarded-For: 127.0.0.1" in lines
    assert not any(line.lower().startswith((b"cookie:", b"x-gateway-secret:")) for line in lines)


def test_a_conversation_that_openhands_does_not_know_has_no_sandbox(
    proving: Gateway, openhands: App, child: str
) -> None:
    _answer(openhands, child, b"{}", "404 Not Found")
    answer = _open(proving, child, 5000)
    assert (answer.status, answer.json["error"]) == (404, "ERR_NOT_FOUND")


def test_a_sub_conversation_that_has_just_started_is_found_at_once(
    proving: Gateway, openhands: App, app: App, sandboxes: Sandboxes, child: str
) -> None:
    _answer(openhands, child, b"{}", "404 Not Found")
    assert {_open(proving, child, app.port).status for _ in range(4)} == {404}
    _name(openhands, child, sandboxes.container(app).name)
    assert _open(proving, child, app.port).status == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<!DOCTYPE html>", "200 OK"),
        (b"[]", "200 OK"),
        (b'{"sandbox_id": null}', "200 OK"),
        (b'{"sandbox_id": ["a"]}', "200 OK"),
        (b'{"sandbox_id": ""}', "200 OK"),
        (b'{"sandbox_id": "a/../b"}', "200 OK"),
        (b'{"sandbox_id": "a.*"}', "200 OK"),
        (b'{"sandbox_id": "' + b"a" * 256 + b'"}', "200 OK"),
        (b"{}", "401 Unauthorized"),
        (b"{}", "500 Internal Server Error"),
    ],
)
def test_an_answer_that_names_no_sandbox_is_a_problem_of_openhands(
    proving: Gateway, openhands: App, child: str, body: bytes, status: str
) -> None:
    _answer(openhands, child, body, status)
    answer = _open(proving, child, 5000)
    assert (answer.status, answer.json["error"]) == (502, "ERR_OPENHANDS")


def test_a_name_that_is_part_of_another_does_not_lead_to_its_container(
    proving: Gateway, openhands: App, app: App, sandboxes: Sandboxes, child: str
) -> None:
    _name(openhands, child, sandboxes.container(app).name[:-1])
    assert _open(proving, child, app.port).status == 404


def test_the_name_is_remembered(
    proving: Gateway, openhands: App, app: App, sandboxes: Sandboxes, child: str
) -> None:
    _name(openhands, child, sandboxes.container(app).name)

    def is_remembered() -> bool:
        asked = _asked(openhands, child)
        found = {_open(proving, child, app.port).status for _ in range(10)}
        return found == {200} and _asked(openhands, child) == asked

    until(is_remembered)


def test_a_paused_sandbox_is_distinguished_from_a_missing_one(
    proving: Gateway, openhands: App, sandboxes: Sandboxes, child: str
) -> None:
    app = sandboxes.start(state="paused")
    _name(openhands, child, sandboxes.container(app).name)
    answer = _open(proving, child, app.port)
    assert (answer.status, answer.json["error"]) == (503, "ERR_PAUSED")


def test_openhands_is_not_asked_about_a_conversation_with_a_container(
    proving: Gateway, openhands: App, app: App
) -> None:
    assert _open(proving, app.name, app.port).status == 200
    assert _open(proving, app.name, app.port, OTHER).status == 403
    assert _asked(openhands, app.name) == 0


def test_openhands_is_not_asked_without_the_secret_that_proves_the_gateway(
    gateway: Gateway, openhands: App, child: str
) -> None:
    _name(openhands, child, "any")
    assert _open(gateway, child, 5000).status == 404
    assert _asked(openhands, child) == 0


def test_a_client_cannot_ask_by_itself(proving: Gateway, openhands: App, child: str) -> None:
    asked = request(f"/.gateway/sandbox?conversation={child}", ("X-Gateway-Secret", SECRET))
    assert send(proving.plain, asked).status == 404
    assert _asked(openhands, f"conversations/{child}/sandbox") == 0
