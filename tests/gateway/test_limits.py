"""One user cannot use up the gateway."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.ask import EDGE, Answer, at_host, at_path, connect, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.handshake import ACCEPTS, ASKS, switching
from tests.gateway.known import until
from tests.gateway.nginx import SECRET, Gateway, Limits, Settings, running_gateway
from tests.gateway.raw_app import raw_app, read_until
from tests.gateway.sandboxes import Sandboxes

OTHER = EDGE[0], ("X-Cognito-User-Id", "somebody-else")
JSON = ("Accept", "application/json")

#: How many a test allows, at once and in a burst.
FEW = 4


def _gateway(
    docker: DockerApi, openhands: App, factory: pytest.TempPathFactory, limits: Limits
) -> Iterator[Gateway]:
    lua = {"edge_secret": SECRET}
    settings = Settings(docker.socket, f"127.0.0.1:{openhands.port}", lua=lua, limits=limits)
    with running_gateway(factory.mktemp("gateway"), settings) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def connections(
    docker: DockerApi, openhands: App, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gateway]:
    yield from _gateway(docker, openhands, tmp_path_factory, Limits(connections=FEW))


@pytest.fixture
def rate(
    docker: DockerApi, openhands: App, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gateway]:
    yield from _gateway(docker, openhands, tmp_path_factory, Limits(rate="1r/m", burst=FEW - 1))


@pytest.fixture(scope="module")
def idle(
    docker: DockerApi, openhands: App, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gateway]:
    yield from _gateway(docker, openhands, tmp_path_factory, Limits(websocket_idle="1s"))


@pytest.mark.parametrize("route", ["path", "subdomain"])
@pytest.mark.parametrize("kind", ["websocket", "stream"])
def test_a_user_has_a_bounded_number_of_connections(
    connections: Gateway, sandboxes: Sandboxes, kind: str, route: str
) -> None:
    with ExitStack() as stack:
        app = stack.enter_context(raw_app(sandboxes))
        headers = list(ASKS.items()) if kind == "websocket" else []
        by_path = f"{at_path(app.app)}/", HOST
        path, host = by_path if route == "path" else ("/", at_host(app.app))
        asked = request(path, *EDGE, *headers, host=host)
        opened = []
        for _ in range(FEW):
            client = stack.enter_context(connect(connections.plain))
            client.sendall(asked)
            server = stack.enter_context(app.accept()[0])
            server.sendall(
                switching(ACCEPTS)
                if kind == "websocket"
                else b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
            )
            read_until(client, b"\r\n\r\n")
            opened.append(client)
        assert send(connections.plain, asked).status == 429
        assert send(connections.plain, request("/", *EDGE)).status == 429
        assert send(connections.plain, request("/", *OTHER)).status == 200
        opened[0].close()
        until(lambda: send(connections.plain, request("/", *EDGE)).status == 200)


def _burst(gateway: Gateway, *headers: tuple[str, str], host: str = HOST) -> Counter[int]:
    asked = request("/", *headers, host=host)
    return Counter(send(gateway.plain, asked).status for _ in range(FEW + 2))


def test_a_user_has_a_bounded_rate(rate: Gateway, app: App) -> None:
    assert _burst(rate, *EDGE, host=at_host(app)) == {200: FEW, 429: 2}
    assert send(rate.plain, request(f"{at_path(app)}/", *EDGE)).status == 429
    assert _burst(rate, *OTHER) == {200: FEW, 429: 2}


def test_nobody_uses_up_the_rate_of_another(rate: Gateway, app: App) -> None:
    # Not from the edge: the name is a claim, and the sender is known by its address.
    assert _burst(rate, EDGE[1], host=at_host(app)) == {403: FEW, 429: 2}
    assert _burst(rate, *EDGE, host=at_host(app)) == {200: FEW, 429: 2}


def test_requests_of_the_edge_without_a_user_are_not_limited(rate: Gateway) -> None:
    assert _burst(rate, EDGE[0]) == {200: FEW + 2}


def _refused(rate: Gateway, *headers: tuple[str, str]) -> Answer:
    _burst(rate, *EDGE)
    return send(rate.plain, request("/", *EDGE, *headers))


def test_a_person_reads_why(rate: Gateway) -> None:
    answer = _refused(rate)
    assert (answer.status, answer["Retry-After"]) == (429, "5")
    assert b"<h1>Too many requests</h1>" in answer.body
    # A page that reloads by itself would keep the limit reached.
    assert b"refresh" not in answer.body


def test_a_program_reads_a_code(rate: Gateway) -> None:
    assert _refused(rate, JSON).json["error"] == "ERR_TOO_MANY"


def test_an_apps_own_429_passes(connections: Gateway, app: App) -> None:
    app.answers["/"] = b"HTTP/1.1 429 x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nown"
    answer = send(connections.plain, request("/", *EDGE, host=at_host(app)))
    assert (answer.status, answer.body) == (429, b"own")


def test_an_idle_websocket_is_closed(idle: Gateway, sandboxes: Sandboxes) -> None:
    with raw_app(sandboxes) as app, connect(idle.plain) as client:
        client.sendall(request("/", *EDGE, *ASKS.items(), host=at_host(app.app)))
        server, _ = app.accept()
        with server:
            server.sendall(switching(ACCEPTS))
            read_until(client, b"\r\n\r\n")
            assert client.recv(1) == b""


def test_a_slow_answer_is_waited_for(idle: Gateway, sandboxes: Sandboxes) -> None:
    with raw_app(sandboxes) as app, connect(idle.plain) as client, connect(idle.plain) as other:
        client.sendall(request("/", *EDGE, host=at_host(app.app)))
        server, _ = app.accept()
        # Lasts as long as an idle WebSocket.
        other.sendall(request("/", *EDGE, *ASKS.items(), host=at_host(app.app)))
        websocket, _ = app.accept()
        with server, websocket:
            websocket.sendall(switching(ACCEPTS))
            read_until(other, b"\r\n\r\n")
            assert other.recv(1) == b""
            server.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            assert read_until(client, b"ok").startswith(b"HTTP/1.1 200")
