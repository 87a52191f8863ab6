"""What an app learns about where it is seen, and where a request came from."""

from __future__ import annotations

import pytest

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.ask import CLIENTS_OWN, EDGE, at_host, at_path, request, send
from tests.gateway.nginx import Gateway


def test_an_app_receives_its_public_address(gateway: Gateway, app: App) -> None:
    host = at_host(app) + ":8443"
    by_host = send(gateway.plain, request("/", *EDGE, host=host))
    assert by_host.received("Host") == by_host.received("X-Forwarded-Host") == [host]
    assert by_host.received("X-Forwarded-Prefix") == []
    by_path = send(gateway.plain, request(f"{at_path(app)}/", *EDGE))
    assert by_path.received("Host") == by_path.received("X-Forwarded-Host") == [HOST]
    assert by_path.received("X-Forwarded-Prefix") == [at_path(app)]


def test_the_edge_is_trusted_for_the_clients_address_and_scheme(gateway: Gateway, app: App) -> None:
    answer = send(gateway.plain, request("/", *EDGE, *CLIENTS_OWN, host=at_host(app)))
    assert answer.received("X-Forwarded-For") == ["10.1.2.3, 127.0.0.1"]
    assert answer.received("X-Forwarded-Proto") == ["https"]


@pytest.mark.parametrize("proto", ["https,http", "https, http", " HTTPS ,http", "Https"])
def test_of_several_schemes_the_first_is_the_clients(
    gateway: Gateway, app: App, proto: str
) -> None:
    several = ("X-Forwarded-Proto", proto)
    answer = send(gateway.plain, request("/", *EDGE, several, host=at_host(app)))
    assert answer.received("X-Forwarded-Proto") == ["https"]


def test_of_several_scheme_headers_the_first_is_the_clients(gateway: Gateway, app: App) -> None:
    several = ("X-Forwarded-Proto", "https"), ("X-Forwarded-Proto", "http")
    answer = send(gateway.plain, request("/", *EDGE, *several, host=at_host(app)))
    assert answer.received("X-Forwarded-Proto") == ["https"]


@pytest.mark.parametrize("proto", ["ftp", "", ",https", "ftp,https", "https http", "javascript"])
def test_an_invalid_scheme_of_the_edge_is_ignored(gateway: Gateway, app: App, proto: str) -> None:
    spoilt = ("X-Forwarded-Proto", proto)
    answer = send(gateway.plain, request("/", *EDGE, spoilt, host=at_host(app)))
    assert answer.received("X-Forwarded-Proto") == ["http"]


def test_no_other_forwarding_header_is_the_clients(gateway: Gateway, app: App) -> None:
    answer = send(gateway.plain, request("/", *EDGE, *CLIENTS_OWN, host=at_host(app)))
    assert answer.received("X-Forwarded-Host") == [at_host(app)]
    for name in ("X-Forwarded-Prefix", "X-Forwarded-Port", "X-Real-IP", "Forwarded"):
        assert answer.received(name) == []
