"""Which headers that name the user reach an app or the OpenHands server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gateway.app import App
from tests.gateway.ask import CLIENTS_OWN, EDGE, at_host, at_path, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.nginx import SECRET, Gateway, Settings, running_gateway
from tests.gateway.sandboxes import USER

NAMES = [
    "X-Gateway-Secret",
    "X-Cognito-User-Id",
    "X-Amzn-Oidc-Data",
    "X-Amzn-Oidc-Accesstoken",
    "X-Amzn-Oidc-Identity",
]


def test_an_app_never_learns_who_the_user_is(gateway: Gateway, app: App) -> None:
    claims = [(name, "x") for name in NAMES if "Oidc" in name]
    for asked in (
        request("/", *EDGE, *claims, host=at_host(app)),
        request(f"{at_path(app)}/", *EDGE, *claims),
    ):
        answer = send(gateway.plain, asked)
        assert answer.status == 200
        assert [value for name in NAMES for value in answer.received(name)] == []


def test_the_openhands_server_learns_it_from_the_edge(gateway: Gateway) -> None:
    answer = send(gateway.plain, request("/", *EDGE, ("X-Amzn-Oidc-Data", "x")))
    assert answer.received("X-Cognito-User-Id") == [USER]
    assert answer.received("X-Amzn-Oidc-Data") == ["x"]
    assert answer.received("X-Gateway-Secret") == []


#: Headers by which common sign-in proxies name the user.
IDENTITY = [
    "Cf-Access-Authenticated-User-Email",
    "Cf-Access-Jwt-Assertion",
    "Remote-Email",
    "Remote-Groups",
    "Remote-Name",
    "Remote-User",
    "Tailscale-User-Login",
    "X-Amzn-Oidc-Anything",
    "X-Auth-Request-Access-Token",
    "X-Auth-Request-Email",
    "X-Auth-Request-User",
    "X-Authentik-Jwt",
    "X-Authentik-Username",
    "X-Cognito-Anything",
    "X-Forwarded-Access-Token",
    "X-Forwarded-Email",
    "X-Forwarded-Groups",
    "X-Forwarded-Preferred-Username",
    "X-Forwarded-User",
    "X-Gateway-Proof",
    "X-Goog-Authenticated-User-Email",
    "X-Goog-Iap-Jwt-Assertion",
    "X-Ms-Client-Principal",
    "X-Ms-Token-Aad-Id-Token",
    "X-Pomerium-Claim-Email",
    "X-Pomerium-Jwt-Assertion",
    "X-Remote-User",
    "X-Vouch-User",
    "X-Webauth-User",
]


@pytest.mark.parametrize("name", IDENTITY)
def test_no_identity_header_reaches_an_app(gateway: Gateway, app: App, name: str) -> None:
    for header in ((name, "x"), (name.upper(), "x")):
        for asked in (
            request("/", *EDGE, header, header, host=at_host(app)),
            request(f"{at_path(app)}/", *EDGE, header),
        ):
            assert send(gateway.plain, asked).received(name) == []


@pytest.mark.parametrize("name", ["X-Auth-Token", "X-User-Id", "Authorization", "X-Remote"])
def test_headers_of_an_apps_own_api_do(gateway: Gateway, app: App, name: str) -> None:
    answer = send(gateway.plain, request("/", *EDGE, (name, "x"), host=at_host(app)))
    assert answer.received(name) == ["x"]


def test_a_setting_adds_identity_headers(docker: DockerApi, app: App, tmp_path: Path) -> None:
    lua = {"edge_secret": SECRET, "identity_headers": ["Authorization", "X-My-*"]}
    headers = [("Authorization", "Bearer x"), ("X-My-User", "x"), ("X-Mine", "1")]
    with running_gateway(tmp_path, Settings(docker.socket, lua=lua)) as gateway:
        answer = send(gateway.plain, request("/", *EDGE, *headers, host=at_host(app)))
    assert [answer.received(name) for name, _ in headers] == [[], [], ["1"]]


def test_unauthenticated_it_learns_it_from_nobody_else(
    docker: DockerApi, openhands: App, tmp_path: Path
) -> None:
    settings = Settings(docker.socket, f"127.0.0.1:{openhands.port}", lua={"unauthenticated": True})
    claims = [(name, USER) for name in {*NAMES, *IDENTITY}]
    with running_gateway(tmp_path, settings) as gateway:
        answer = send(gateway.plain, request("/", *claims, *CLIENTS_OWN))
    assert answer.json["app"] == "openhands"
    assert [value for name, _ in claims for value in answer.received(name)] == []
    assert answer.received("X-Forwarded-For") == ["127.0.0.1"]
    assert answer.received("X-Forwarded-Proto") == ["http"]
