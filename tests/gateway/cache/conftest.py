"""Fixtures: a gateway that keeps what it knows of containers, and a Docker of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.gateway.docker_api import DockerApi, docker_api
from tests.gateway.known import LONG
from tests.gateway.nginx import Gateway, Settings, running_gateway


@pytest.fixture(scope="package")
def docker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DockerApi]:
    with docker_api(tmp_path_factory.mktemp("docker")) as api:
        yield api


@pytest.fixture(scope="package")
def gateway(tmp_path_factory: pytest.TempPathFactory, docker: DockerApi) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("gateway")
    with running_gateway(folder, Settings(docker.socket, lua=LONG)) as gateway:
        yield gateway
