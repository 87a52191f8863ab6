"""Fixtures: each proxy of vm/ with its login, in front of OpenHands and two apps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from demo.sandbox_apps.mirror import Mirror
from demo.sandbox_apps.serve import serving_aiohttp
from tests.docs.proxies.behind import Behind, Proxy
from tests.docs.proxies.vm import vm_caddy, vm_nginx
from tests.gateway.process import free_ports

PROXIES: dict[str, Callable[..., AbstractContextManager[Proxy]]] = {
    "nginx": vm_nginx,
    "caddy": vm_caddy,
}


@pytest.fixture(scope="package")
def behind() -> Iterator[Behind]:
    """OpenHands and an app, and another app that listens on ``[::1]`` alone."""
    [port] = free_ports(1)
    with (
        serving_aiohttp(Mirror().application(), "127.0.0.1") as openhands,
        serving_aiohttp(Mirror().application(), "127.0.0.1") as app,
        serving_aiohttp(Mirror().application(), "::1", port),
    ):
        yield Behind(openhands, app, port)


@pytest.fixture(scope="package", params=PROXIES)
def proxy(
    request: pytest.FixtureRequest, behind: Behind, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    with PROXIES[request.param](tmp_path_factory.mktemp("proxy"), behind, login=True) as proxy:
        yield proxy


@pytest.fixture(params=["request", "document"])
def base(request: pytest.FixtureRequest, proxy: Proxy, behind: Behind) -> str:
    """The URL of an app, for requests and for documents."""
    return proxy.becomes(request.param, behind.app)
