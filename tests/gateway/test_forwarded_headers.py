"""What an app learns about where it is seen, and where a request came from."""

from __future__ import annotations

import pytest

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.ask import CLIENTS_OWN, EDGE, at_host, at_path, request, send
from tests.gateway.nginx import Gateway


def test_an_app_learns_where_it_is_seen(gateway: Gateway, app: App) -> None:
    host = at_host(app) + ":8443"
    by_host = send(gateway.plain, request("/", *EDGE, host=host))
    assert by_host.received("Host") == by_host.received("X-Forwarded-Host") == [host]
    assert by_host.received("X-Forwarded-Prefix") == []
    by_path = send(gateway.plain, request(f"{at_path(app)}/", *EDGE))
    assert by_path.received("Host") == by_path.received("X-Forwarded-Host") == [HOST]
    assert by_path.received("X-Forwarded-Prefix") == [at_path(app)]


def test_the_edge_is_believed_where_a_request_came_from(gateway: Gateway, app: App) -> None:
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


def test_so_it_is_in_several_headers(gateway: Gateway, app: App) -> None:
    several = ("X-Forwarded-Proto", "https"), ("X-Forwarded-Proto", "http")
    answer = send(gateway.plain, request("/", *EDGE, *several, host=at_host(app)))
    assert answer.received("X-Forwarded-Proto") == ["https"]


@pytest.mark.parametrize("proto", ["ftp", "", ",https", "ftp,https", "https http", "javascript"])
def test_even_of_the_edge_only_a_scheme_is_one(gateway: Gateway, app: App, proto: str) -> None:
    spoilt = ("X-Forwarded-Proto", proto)
    answer = send(gateway.plain, request("/", *EDGE, spoilt, host=at_host(app)))
    assert answer.received("X-Forwarded-Proto") == ["http"]


def test_the_rest_is_never_the_clients(gateway: Gateway, app: App) -> None:
    answer = send(gateway.plain, request("/", *EDGE, *CLIENTS_OWN, host=at_host(app)))
    assert answer.received("X-Forwarded-Host") == [at_host(app)]
    for name in ("X-Forwarded-Prefix", "X-Forwarded-Port", "X-Real-IP", "Forwarded"):
        assert answer.received(name) == []
