"""Fixtures: the gateway, Docker behind it, the OpenHands server, and sandboxes with an app each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.loop_thread import Loop, running_loop
from tests.gateway.app import App
from tests.gateway.docker_api import DockerApi, docker_api
from tests.gateway.nginx import Gateway, Settings, running_gateway
from tests.gateway.sandboxes import Sandboxes

#: A client at this address is the edge, with no secret.
EDGE_ADDRESS = "127.0.0.9"


@pytest.fixture(scope="package")
def loop() -> Iterator[Loop]:
    with running_loop() as loop:
        yield loop


@pytest.fixture(scope="package")
def docker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DockerApi]:
    with docker_api(tmp_path_factory.mktemp("docker")) as api:
        yield api


@pytest.fixture(scope="package")
def openhands(loop: Loop) -> Iterator[App]:
    app = App("openhands")
    loop.run(app.start())
    yield app
    loop.run(app.stop())


@pytest.fixture(scope="package")
def gateway(
    tmp_path_factory: pytest.TempPathFactory, docker: DockerApi, openhands: App
) -> Iterator[Gateway]:
    settings = Settings(docker.socket, f"127.0.0.1:{openhands.port}", edge=[f"{EDGE_ADDRESS}/32"])
    with running_gateway(tmp_path_factory.mktemp("gateway"), settings) as gateway:
        yield gateway


@pytest.fixture
def sandboxes(docker: DockerApi, loop: Loop) -> Iterator[Sandboxes]:
    sandboxes = Sandboxes(docker, loop)
    yield sandboxes
    sandboxes.clear()


@pytest.fixture
def app(sandboxes: Sandboxes) -> App:
    """An app in a sandbox of USER."""
    return sandboxes.start()


@pytest.fixture
def closed(app: App, loop: Loop) -> App:
    """An app that does not listen."""
    loop.run(app.stop())
    return app
