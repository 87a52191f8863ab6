"""What an app, and the OpenHands server, receive of the headers of a request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.handshake import ASKS
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


#: By which the gateway proves itself to OpenHands.
PROOF = "the-secret-of-gateway-and-openhands"


@pytest.fixture
def proving(docker: DockerApi, openhands: App, tmp_path: Path) -> Iterator[Gateway]:
    lua = {"edge_secret": SECRET, "openhands_secret": PROOF}
    settings = Settings(docker.socket, f"127.0.0.1:{openhands.port}", lua=lua)
    with running_gateway(tmp_path, settings) as gateway:
        yield gateway


@pytest.mark.parametrize("sent", [[], ["forged"], [PROOF], ["forged", PROOF]])
def test_the_gateway_proves_itself_to_openhands_alone(
    proving: Gateway, app: App, sent: list[str]
) -> None:
    headers = [("X-Gateway-Proof", value) for value in sent]
    answer = send(proving.plain, request("/", *EDGE, *headers))
    assert answer.received("X-Gateway-Proof") == [PROOF]
    assert answer.received("X-Cognito-User-Id") == [USER]
    for asked in (
        request("/", *EDGE, *headers, host=at_host(app)),
        request(f"{at_path(app)}/", *EDGE, *headers),
    ):
        assert send(proving.plain, asked).received("X-Gateway-Proof") == []


def test_without_a_secret_no_proof_reaches_openhands(gateway: Gateway) -> None:
    answer = send(gateway.plain, request("/", *EDGE, ("X-Gateway-Proof", "forged")))
    assert answer.received("X-Gateway-Proof") == []


def test_a_websocket_to_openhands_carries_the_proof(proving: Gateway) -> None:
    answer = send(proving.plain, request("/", *EDGE, *ASKS.items()))
    assert answer.received("X-Gateway-Proof") == [PROOF]


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


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        ("a=1; b=2", ["a=1; b=2"]),
        ("AWSELBAuthSessionCookie-0=s", []),
        ("a=1; AWSELBAuthSessionCookie-0=s; b=2", ["a=1; b=2"]),
        ("AWSELBAuthSessionCookie-0=s; AWSELBAuthSessionCookie-1=s; a=1", ["a=1"]),
        ("a=1;keycloak_auth=s;b=2", ["a=1;b=2"]),
        ("keycloak_auth=s", []),
        ("keycloak_auth", []),
        (" keycloak_auth = s ; a=1", ["a=1"]),
        ("keycloak_auth_2=s", []),
        ("Keycloak_auth=mine", ["Keycloak_auth=mine"]),
        ("mykeycloak_auth=mine", ["mykeycloak_auth=mine"]),
        ("a=keycloak_auth=mine", ["a=keycloak_auth=mine"]),
        ('a="x; keycloak_auth=s; y"', ['a="x; y"']),
        ("CognitoIdentityServiceProvider.x.y.idToken=s; a=b=c==;  ; d", ["a=b=c==;  ; d"]),
        ("a=ü\xff%20,", ["a=ü\xff%20,"]),
        (";;a=1;", [";;a=1;"]),
    ],
)
def test_the_main_sites_cookies_stay_with_it(
    gateway: Gateway, app: App, sent: str, received: list[str]
) -> None:
    by_host = request("/", *EDGE, ("Cookie", sent), host=at_host(app))
    assert send(gateway.plain, by_host).received("Cookie") == received
    by_path = request(f"{at_path(app)}/", *EDGE, ("Cookie", sent))
    assert send(gateway.plain, by_path).received("Cookie") == []
    to_main = send(gateway.plain, request("/", *EDGE, ("Cookie", sent)))
    assert to_main.received("Cookie") == [sent.strip()]


def test_so_they_do_in_several_cookie_headers(gateway: Gateway, app: App) -> None:
    cookies = [("Cookie", "a=1"), ("Cookie", "keycloak_auth=s"), ("Cookie", "b=2")]
    answer = send(gateway.plain, request("/", *EDGE, *cookies, host=at_host(app)))
    assert answer.received("Cookie") == ["a=1; b=2"]


def test_an_app_learns_where_it_is_seen(gateway: Gateway, app: App) -> None:
    host = at_host(app) + ":8443"
    by_host = send(gateway.plain, request("/", *EDGE, host=host))
    assert by_host.received("Host") == by_host.received("X-Forwarded-Host") == [host]
    assert by_host.received("X-Forwarded-Prefix") == []
    by_path = send(gateway.plain, request(f"{at_path(app)}/", *EDGE))
    assert by_path.received("Host") == by_path.received("X-Forwarded-Host") == [HOST]
    assert by_path.received("X-Forwarded-Prefix") == [at_path(app)]


CLIENTS_OWN = [
    ("X-Forwarded-For", "10.1.2.3"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Prefix", "/evil"),
    ("X-Forwarded-Port", "1"),
    ("X-Real-IP", "10.1.2.3"),
    ("Forwarded", "for=10.1.2.3"),
]


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


HOP_BY_HOP = [
    ("Keep-Alive", "timeout=5"),
    ("TE", "trailers"),
    ("Trailer", "X"),
    ("Proxy-Authorization", "Basic eDp5"),
    ("Proxy-Connection", "keep-alive"),
    ("Upgrade", "h2c"),
    ("HTTP2-Settings", "AAMAAABkAAQAAP__"),
    ("X-Named", "here"),
]


def test_headers_for_the_next_hop_end_here(gateway: Gateway, app: App) -> None:
    named = ("Connection", "Upgrade, HTTP2-Settings, X-Named, x-forwarded-for, Host, Cookie2")
    for host, connection in ((at_host(app), ["close"]), (HOST, [])):
        answer = send(gateway.plain, request("/", *EDGE, named, *HOP_BY_HOP, host=host))
        assert answer.received("Connection") == connection
        assert answer.received("Host") == [host]
        assert answer.received("X-Forwarded-For") == ["127.0.0.1"]
        assert [value for name, _ in HOP_BY_HOP for value in answer.received(name)] == []


def test_a_websocket_is_the_only_upgrade(gateway: Gateway, app: App) -> None:
    upgrade = (ASKS | {"Connection": "keep-alive, Upgrade", "Upgrade": "WebSocket"}).items()
    for asked in (
        request("/", *EDGE, *upgrade, host=at_host(app)),
        request("/", *EDGE, *upgrade),
    ):
        answer = send(gateway.plain, asked)
        assert answer.received("Upgrade") == ["websocket"]
        assert answer.received("Connection") == ["upgrade"]


def test_all_else_arrives_as_it_was(gateway: Gateway, app: App) -> None:
    own = [
        ("Authorization", "Bearer x"),
        ("Origin", "https://a.example"),
        ("Accept-Encoding", "br"),
        ("X-Session-API-Key", "k"),
        ("Referer", "https://b.example/?q"),
        ("X-Twice", "1"),
        ("X-Twice", "2"),
    ]
    answer = send(gateway.plain, request("/", *EDGE, *own, host=at_host(app)))
    names = {name for name, _ in own}
    assert [(name, value) for name, value in answer.json["headers"] if name in names] == own
