"""Containers come and go, and no answer is of the wrong one.

The address of one that went is at once another's, and that one listens before Docker tells of it.
"""

from __future__ import annotations

import random
import secrets
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.known import until_known
from tests.gateway.nginx import SECRET, Gateway, Settings, running_gateway
from tests.gateway.sandboxes import Sandboxes, addresses

PLACES, CLIENTS = 8, 4


@pytest.fixture(params=[2, 3600], ids=["usual cache", "endless cache"])
def gateway(
    docker: DockerApi, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Gateway]:
    lua = {"edge_secret": SECRET, "cache_seconds": request.param}
    folder = tmp_path_factory.mktemp("gateway")
    with running_gateway(folder, Settings(docker.socket, lua=lua)) as gateway:
        yield gateway


class Churn:
    """Sandboxes at few addresses, one of which is replaced again and again."""

    def __init__(self, sandboxes: Sandboxes) -> None:
        self._sandboxes = sandboxes
        self._stopped = threading.Event()
        first = sandboxes.start()
        others = [self._start(next(addresses), first.port) for _ in range(PLACES - 1)]
        self.running = [first, *others]
        self.gone: list[App] = []

    def run(self) -> int:
        """Replaces sandboxes until it is stopped; returns the number of replacements."""
        replaced = 0
        while not self._stopped.is_set():
            place = replaced % PLACES
            old = self.running[place]
            self._sandboxes.stop(old)
            self.gone.append(old)
            self.running[place] = self._start(old.address, old.port)
            replaced += 1
        return replaced

    def stop(self) -> None:
        """Lets ``run`` return."""
        self._stopped.set()

    def some(self) -> App:
        """A sandbox that runs, or that was just removed."""
        return random.choice(self.running + self.gone[-PLACES:])

    def _start(self, address: str, port: int) -> App:
        return self._sandboxes.start(secrets.token_hex(16), address, port)


@pytest.mark.parametrize(
    "requests", [1_000, pytest.param(10_000, marks=pytest.mark.slow)], ids="{}".format
)
def test_no_answer_is_of_another_conversation(
    gateway: Gateway, docker: DockerApi, sandboxes: Sandboxes, requests: int
) -> None:
    churn = Churn(sandboxes)
    until_known(gateway, docker, churn.running[0])

    def ask(_: int) -> str:
        app = churn.some()
        answer = send(gateway.plain, request("/", *EDGE, host=at_host(app)))
        if answer.status != 200:
            return str(answer.status)
        return "right" if answer.json["app"] == app.name else "wrong"

    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        replacing = pool.submit(churn.run)
        try:
            seen = Counter(pool.map(ask, range(requests)))
        finally:
            churn.stop()
        replaced = replacing.result()
    assert seen["wrong"] == 0
    assert seen["right"] > requests / 10
    assert set(seen) <= {"right", "404", "502"}
    assert replaced > requests / 100
