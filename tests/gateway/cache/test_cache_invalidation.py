"""After which changes the gateway asks Docker anew."""

from __future__ import annotations

import socket

import pytest

from demo.loop_thread import Loop
from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, connect, request
from tests.gateway.docker_api import DockerApi
from tests.gateway.known import is_known, status, until, until_known
from tests.gateway.nginx import Gateway
from tests.gateway.sandboxes import Sandboxes, addresses


def test_a_container_that_went_is_not_known_any_more(
    gateway: Gateway, docker: DockerApi, sandboxes: Sandboxes, app: App
) -> None:
    until_known(gateway, docker, app)
    sandboxes.stop(app)
    until(lambda: status(gateway, app) == 404)


def test_a_container_that_returns_at_another_address_is_found_there(
    gateway: Gateway, docker: DockerApi, sandboxes: Sandboxes, app: App
) -> None:
    until_known(gateway, docker, app)
    sandboxes.stop(app)
    again = sandboxes.start(app.name, port=app.port)
    assert again.address != app.address
    until(lambda: status(gateway, again) == 200)


def test_a_container_whose_app_does_not_answer_is_looked_up_again(
    gateway: Gateway, docker: DockerApi, app: App, loop: Loop
) -> None:
    until_known(gateway, docker, app)
    loop.run(app.stop())
    asked = docker.asked
    assert (status(gateway, app), docker.asked) == (502, asked)
    until(lambda: status(gateway, app) == 502 and docker.asked > asked)


def test_no_answer_is_remembered_that_was_none(
    gateway: Gateway, docker: DockerApi, app: App
) -> None:
    docker.fault = "500"
    assert status(gateway, app) == 503
    docker.fault = None
    assert status(gateway, app) == 200


@pytest.mark.parametrize(
    "event",
    [
        b'{"Action": "disconnect", "Actor": {"ID": "n", "Attributes": {"container": "c"}}}',
        b'{"Type": "container", "Action": "pause", "Actor": {"ID": "c", "Attributes": {}}}',
        b'{"Actor": null}',
        b"[]",
        b"no JSON",
        b"",
    ],
)
def test_any_event_of_docker_invalidates_the_cache(
    gateway: Gateway, docker: DockerApi, app: App, event: bytes
) -> None:
    until_known(gateway, docker, app)
    docker.tell(event)
    until(lambda: not is_known(gateway, docker, app))
    until_known(gateway, docker, app)


def test_nothing_is_known_while_docker_is_away(
    gateway: Gateway, docker: DockerApi, app: App
) -> None:
    until_known(gateway, docker, app)
    docker.stop()
    until(lambda: status(gateway, app) == 503)
    docker.start()
    until_known(gateway, docker, app)


def test_what_comes_after_a_container_went_is_not_its_answer(
    gateway: Gateway, sandboxes: Sandboxes
) -> None:
    with socket.create_server((next(addresses), 0)) as listener:
        app = App("ab" * 16, *listener.getsockname())
        sandboxes.add(app)
        with connect(gateway.plain) as client:
            client.sendall(request("/", *EDGE, host=at_host(app)))
            with listener.accept()[0] as accepted:
                accepted.recv(65536)
                sandboxes.stop(app)
                accepted.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nanother's")
                got = client.recv(65536)
    assert got.startswith(b"HTTP/1.1 502")
    assert b"ERR_NO_ANSWER" in got
    assert b"another" not in got
