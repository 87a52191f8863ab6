"""Which requests the gateway answers without asking Docker."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import pytest

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.ask import EDGE, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.known import LONG, is_known, status, until, until_known
from tests.gateway.nginx import SECRET, Gateway, Settings, running_gateway
from tests.gateway.sandboxes import Sandboxes, addresses


def test_docker_is_not_asked_again(gateway: Gateway, docker: DockerApi, app: App) -> None:
    until_known(gateway, docker, app)
    asked = docker.asked
    assert {status(gateway, app) for _ in range(50)} == {200}
    assert docker.asked == asked


def test_it_is_asked_again_after_the_seconds_of_the_setting(
    docker: DockerApi, app: App, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = Settings(docker.socket, lua={"edge_secret": SECRET, "cache_seconds": 0.5})
    with running_gateway(tmp_path_factory.mktemp("gateway"), settings) as gateway:
        until_known(gateway, docker, app)
        until(lambda: not is_known(gateway, docker, app))


def test_one_request_of_a_worker_refreshes_the_cache_and_no_other_waits(
    docker: DockerApi, app: App, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = Settings(docker.socket, lua={"edge_secret": SECRET, "cache_seconds": 3})
    folder = tmp_path_factory.mktemp("gateway")
    with running_gateway(folder, settings) as gateway, ThreadPoolExecutor(16) as pool:
        until_known(gateway, docker, app)
        asked, docker.fault = docker.asked, "slow"
        statuses: list[Future[int]] = []
        while docker.asked == asked:
            batch = [pool.submit(status, gateway, app) for _ in range(8)]
            wait(batch, return_when=FIRST_COMPLETED)
            statuses += batch
        counts = Counter(one.result() for one in statuses)
        docker.fault = None
    who_asked = docker.asked - asked
    assert counts == {200: len(statuses) - who_asked, 503: who_asked}
    assert who_asked <= (os.cpu_count() or 1)


def _absent(gateway: Gateway, conversation: str) -> int:
    host = f"5000-{conversation}.runtime.{HOST}"
    return send(gateway.plain, request("/", *EDGE, host=host)).status


def test_docker_is_not_asked_again_for_a_conversation_without_a_container(
    gateway: Gateway, docker: DockerApi
) -> None:
    conversation = secrets.token_hex(16)

    def is_remembered() -> bool:
        asked = docker.asked
        return {_absent(gateway, conversation) for _ in range(20)} == {
            404
        } and docker.asked == asked

    until(is_remembered)


def test_a_conversation_that_has_just_started_is_found_at_once(
    gateway: Gateway, sandboxes: Sandboxes
) -> None:
    for _ in range(50):
        app = App(secrets.token_hex(16), next(addresses), 0)
        # Each worker remembers that there is none.
        assert {_absent(gateway, app.name) for _ in range(4)} == {404}
        started = sandboxes.start(app.name)
        assert status(gateway, started) == 200
        sandboxes.stop(started)


def test_without_events_it_is_asked_each_time(
    docker: DockerApi, tmp_path_factory: pytest.TempPathFactory
) -> None:
    docker.has_events = False
    try:
        settings = Settings(docker.socket, lua=LONG)
        with running_gateway(tmp_path_factory.mktemp("gateway"), settings) as gateway:
            asked = docker.asked
            assert {_absent(gateway, "0" * 32) for _ in range(5)} == {404}
            assert docker.asked == asked + 5
    finally:
        docker.has_events = True


def test_nothing_is_cached_if_docker_sends_no_events(
    docker: DockerApi, app: App, tmp_path_factory: pytest.TempPathFactory
) -> None:
    docker.has_events = False
    try:
        with running_gateway(tmp_path_factory.mktemp("gateway"), Settings(docker.socket)) as one:
            until(lambda: docker.refused > 1)
            asked = docker.asked
            assert {status(one, app) for _ in range(10)} == {200}
            assert docker.asked == asked + 10
    finally:
        docker.has_events = True
