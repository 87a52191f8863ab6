"""Which container a conversation's request goes to, and to which port and address."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_path, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.docker_container import Container
from tests.gateway.nginx import Gateway
from tests.gateway.sandboxes import USER, Sandboxes


def _status(gateway: Gateway, app: App, port: int) -> int:
    return send(gateway.plain, request(f"/runtime/{app.name}/{port}/", *EDGE)).status


def test_a_published_port_is_the_private_one(gateway: Gateway, sandboxes: Sandboxes) -> None:
    listening = sandboxes.start()
    app = sandboxes.start(
        networks={"bridge": listening.address}, ports={22: 54920, listening.port: 54928}
    )
    assert _status(gateway, app, 54928) == 200
    assert _status(gateway, app, listening.port) == 200
    assert _status(gateway, app, 54929) == 502


def test_what_listens_at_a_port_comes_before_what_is_published_there(
    gateway: Gateway, sandboxes: Sandboxes
) -> None:
    app = sandboxes.start()
    other = sandboxes.start(
        networks={"bridge": app.address}, ports={3000: app.port, app.port: 54928}
    )
    assert _status(gateway, other, app.port) == 200


def test_a_published_port_does_not_lead_to_a_refused_one(
    gateway: Gateway, sandboxes: Sandboxes
) -> None:
    app = sandboxes.start(ports={22: 54922})
    assert _status(gateway, app, 54922) == 403


@pytest.mark.parametrize(
    "ports", [None, {}, [None], [{"Type": "tcp"}], [{"PrivatePort": "x", "PublicPort": 1}]]
)
def test_odd_ports_are_passed_over(
    gateway: Gateway, sandboxes: Sandboxes, docker: DockerApi, ports: Any
) -> None:
    docker.overrides = {"Ports": ports}
    app = sandboxes.start()
    assert _status(gateway, app, app.port) == 200


def test_udp_is_no_port_of_an_app(
    gateway: Gateway, sandboxes: Sandboxes, docker: DockerApi
) -> None:
    app = sandboxes.start()
    udp = {"PrivatePort": 53, "PublicPort": app.port, "Type": "udp"}
    docker.overrides = {"Ports": [udp]}
    assert _status(gateway, app, app.port) == 200


def _entry(four: str = "", six: str = "") -> dict[str, str]:
    return {"IPAddress": four, "GlobalIPv6Address": six}


@pytest.mark.parametrize(
    "networks",
    [
        {"z": "HERE", "a": ""},
        {"b": "HERE", "c": "192.0.2.1"},
        {"b": "HERE", "a": "not an address"},
        {"b": "HERE", "a": None},
        {"b": _entry("HERE", "2001:db8::1")},
    ],
)
def test_the_first_network_with_an_address(
    gateway: Gateway, sandboxes: Sandboxes, networks: dict[str, Any]
) -> None:
    listening = sandboxes.start()
    here = {
        name: {key: value.replace("HERE", listening.address) for key, value in one.items()}
        if isinstance(one, dict)
        else one and one.replace("HERE", listening.address)
        for name, one in networks.items()
    }
    app = sandboxes.start(networks=here)
    assert _status(gateway, app, listening.port) == 200


def test_ipv6(gateway: Gateway, sandboxes: Sandboxes) -> None:
    listening = sandboxes.start(address="::1")
    app = sandboxes.start(networks={"bridge": _entry(six="::1")})
    assert _status(gateway, app, listening.port) == 200


def test_the_newest_running_container_of_a_conversation_is_used(
    gateway: Gateway, sandboxes: Sandboxes, docker: DockerApi
) -> None:
    new = sandboxes.start(created=2000)
    labels = {"conversation_id": new.name, "user_id": USER}
    for created, state in ((1000, "running"), (3000, "exited")):
        docker.add(Container(labels, {"bridge": "192.0.2.1"}, state=state, created=created))
    assert _status(gateway, new, new.port) == 200


@pytest.mark.parametrize(("first", "then"), [("paused", "unpause"), ("exited", "start")])
def test_a_container_answers_as_soon_as_it_is_resumed(
    gateway: Gateway, sandboxes: Sandboxes, docker: DockerApi, first: str, then: str
) -> None:
    app = sandboxes.start(state=first)
    assert {_status(gateway, app, app.port) for _ in range(4)} == {503}
    docker.change(sandboxes.container(app), "running", then)
    assert _status(gateway, app, app.port) == 200


def test_a_container_is_only_of_the_conversation_in_its_label(
    gateway: Gateway, sandboxes: Sandboxes, docker: DockerApi
) -> None:
    app = sandboxes.start()
    docker.filters = False
    sandboxes.start(user="another")
    assert send(gateway.plain, request(f"{at_path(app)}/", *EDGE)).json["app"] == app.name
    assert _status(gateway, App("0" * 32), app.port) == 404
