"""Whether the gateway knows a container without asking Docker."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.nginx import SECRET, Gateway

#: So long that no test sees an entry expire.
LONG = {"edge_secret": SECRET, "cache_seconds": 3600}


def status(gateway: Gateway, app: App) -> int:
    """The response of an app to its owner."""
    return send(gateway.plain, request("/", *EDGE, host=at_host(app))).status


def is_known(gateway: Gateway, docker: DockerApi, app: App) -> bool:
    """Whether every worker of nginx knows it: each request may reach another worker."""
    asked = docker.asked
    return {status(gateway, app) for _ in range(20)} == {200} and docker.asked == asked


def until(condition: Callable[[], bool]) -> None:
    """Waits for it, ten seconds at most."""
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def until_known(gateway: Gateway, docker: DockerApi, app: App) -> None:
    """Waits until every worker knows the app's container."""
    until(lambda: is_known(gateway, docker, app))
