"""Fixtures: Caddy with the preset ``port-path``, in front of OpenHands and two apps."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import trustme

from demo.addresses import HOST
from demo.sandbox_apps.live import live
from demo.sandbox_apps.mirror import Mirror
from demo.sandbox_apps.serve import serving_aiohttp
from tests.gateway.caddy import caddy
from tests.gateway.caddy_routes.running_caddy import Ask, Connect, Started
from tests.gateway.process import free_ports


@pytest.fixture(scope="package")
def mirror() -> Mirror:
    return Mirror()


@pytest.fixture(scope="package")
def started(mirror: Mirror, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    authority, trust = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(trust)
    with ExitStack() as stack:
        openhands, app, of_live = (
            stack.enter_context(serving_aiohttp(one, "127.0.0.1"))
            for one in (mirror.application(), mirror.application(), live())
        )
        [absent] = free_ports(1)
        last = max(app, of_live, absent)
        ports = stack.enter_context(
            caddy(
                tmp_path_factory.mktemp("caddy"),
                authority,
                OPENHANDS_UPSTREAM=f"127.0.0.1:{openhands}",
                RUNTIME_PORT_FIRST="1024",
                RUNTIME_PORT_LAST=str(last),
            )
        )
        yield Started(ports, trust, app, of_live, absent, last)


@pytest.fixture(scope="package")
def connect(started: Started) -> Connect:
    def connect() -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(HOST)
        plain = socket.create_connection(("127.0.0.1", started.ports.tls), timeout=10)
        connection.sock = started.trust.wrap_socket(plain, server_hostname=HOST)
        return connection

    return connect


@pytest.fixture(scope="package")
def ask(connect: Connect) -> Ask:
    def ask(
        path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        connection = connect()
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, given)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response, content

    return ask


@pytest.fixture
def prefix(started: Started) -> str:
    return f"/runtime/{started.app}"
