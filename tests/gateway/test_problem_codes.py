"""Which status and code the gateway answers with where no app does."""

from __future__ import annotations

import secrets

import pytest

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.ask import EDGE, Answer, at_host, connect, request, send
from tests.gateway.docker_api import DockerApi, Fault
from tests.gateway.nginx import Gateway, Settings, running_gateway
from tests.gateway.sandboxes import Sandboxes

JSON = ("Accept", "application/json")


def _problem(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["error"]


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("500", 503, "ERR_LIST"),
        ("garbage", 503, "ERR_PARSE"),
        ("object", 503, "ERR_PARSE"),
        ("closed", 503, "ERR_SOCKET"),
        ("slow", 503, "ERR_SOCKET"),
    ],
)
def test_an_invalid_answer_of_docker_is_an_error(
    gateway: Gateway, docker: DockerApi, app: App, fault: Fault, status: int, code: str
) -> None:
    docker.fault = fault
    answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(app)))
    assert _problem(answer) == (status, code)
    assert answer["Retry-After"] == "5"


def test_docker_is_not_there(gateway: Gateway, docker: DockerApi, app: App) -> None:
    docker.stop()
    try:
        answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(app)))
    finally:
        docker.start()
    assert _problem(answer) == (503, "ERR_SOCKET")


def test_no_container(gateway: Gateway) -> None:
    path = f"/runtime/{secrets.token_hex(16)}/5000/"
    assert _problem(send(gateway.plain, request(path, *EDGE, JSON))) == (404, "ERR_NOT_FOUND")


STATES = {
    "paused": (503, "ERR_PAUSED"),
    "exited": (503, "ERR_PAUSED"),
    "created": (503, "ERR_STARTING"),
    "restarting": (503, "ERR_STARTING"),
    "removing": (404, "ERR_NOT_FOUND"),
    "dead": (404, "ERR_NOT_FOUND"),
}


@pytest.mark.parametrize(("state", "expected"), STATES.items())
def test_a_container_that_does_not_run(
    gateway: Gateway, sandboxes: Sandboxes, state: str, expected: tuple[int, str]
) -> None:
    app = sandboxes.start(state=state)
    answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(app)))
    assert _problem(answer) == expected


@pytest.mark.parametrize("state", ["paused", "exited", "created"])
def test_nobody_else_learns_that_a_container_does_not_run(
    gateway: Gateway, sandboxes: Sandboxes, state: str
) -> None:
    app = sandboxes.start(state=state, user="another")
    answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(app)))
    assert _problem(answer) == (403, "ERR_FORBIDDEN")


@pytest.mark.parametrize(
    "networks",
    [
        {},
        {"bridge": ""},
        {"bridge": None},
        {"bridge": {"IPAddress": None, "GlobalIPv6Address": None}},
        {"bridge": "localhost"},
        {"bridge": "127.0.0.256"},
        {"bridge": "127.0.0.1/x"},
        {"bridge": "127.0.0.1:80"},
        {"bridge": "127.0.0.1\r\nX: y"},
        {"bridge": {"GlobalIPv6Address": "::1]/x"}},
    ],
)
def test_a_container_without_an_address(
    gateway: Gateway, sandboxes: Sandboxes, networks: dict[str, object]
) -> None:
    app = sandboxes.start(networks=networks)
    answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(app)))
    assert _problem(answer) == (502, "ERR_NO_IP")


def test_an_app_that_does_not_listen(gateway: Gateway, closed: App) -> None:
    answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(closed)))
    assert _problem(answer) == (502, "ERR_NO_ANSWER")


def test_an_app_that_hangs_up(gateway: Gateway, app: App) -> None:
    app.answers["/"] = b""
    answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(app)))
    assert _problem(answer) == (502, "ERR_NO_ANSWER")


@pytest.mark.parametrize("garbage", [b"SSH-2.0-OpenSSH_9.2\r\n", b"\0\0\0", b"<html>HTTP/0.9"])
def test_an_app_that_does_not_speak_http_is_disconnected(
    gateway: Gateway, app: App, garbage: bytes
) -> None:
    app.answers["/"] = garbage
    with connect(gateway.plain) as sock:
        sock.sendall(request("/", *EDGE, host=at_host(app)))
        assert sock.recv(1024) == b""


def test_an_apps_own_error_is_passed_on(gateway: Gateway, app: App) -> None:
    app.answers["/"] = (
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\nConnection: close\r\n\r\nown"
    )
    answer = send(gateway.plain, request("/", *EDGE, host=at_host(app)))
    assert (answer.status, answer.body) == (502, b"own")


def test_openhands_does_not_answer(
    docker: DockerApi, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running_gateway(tmp_path_factory.mktemp("nginx"), Settings(docker.socket)) as gateway:
        answer = send(gateway.plain, request("/", *EDGE, JSON))
    assert _problem(answer) == (502, "ERR_OPENHANDS")


@pytest.mark.parametrize("host", [HOST, "example.org"])
def test_a_body_that_is_not_wanted_does_not_hurt(gateway: Gateway, host: str) -> None:
    post = request("/runtime/x/", *EDGE, host=host, method="POST", body=b"x" * 100_000)
    assert send(gateway.plain, post).status in (404, 421)
