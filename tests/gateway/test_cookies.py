"""Cookies of an app, and those of the main site, which no app receives."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.addresses import HOST
from tests.gateway.answering import answer_with, by_host, by_path
from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.nginx import SECRET, Gateway, Settings, running_gateway

#: A cookie that an app sets for /x/y; what it is on the path route, where {P} is the prefix; on the
#: subdomain.
COOKIES = [
    ("a=1", "sandbox-a=1; Path={P}/x", "a=1"),
    ("a=1; Path=/", "sandbox-a=1; Path={P}/", "a=1; Path=/"),
    (
        "k=v; HttpOnly; Path=/api/conversations; SameSite=lax",
        "sandbox-k=v; HttpOnly; SameSite=lax; Path={P}/api/conversations",
        "k=v; HttpOnly; Path=/api/conversations; SameSite=lax",
    ),
    ("a=1;path=/x;secure", "sandbox-a=1;secure; Path={P}/x", "a=1;path=/x;secure"),
    ("a=1; PATH = /x ", "sandbox-a=1; Path={P}/x", "a=1; PATH = /x"),
    ("a=1; Path=", "sandbox-a=1; Path={P}/x", "a=1; Path="),
    ("a=1; Path=x", "sandbox-a=1; Path={P}/x", "a=1; Path=x"),
    ("a=1; Path", "sandbox-a=1; Path={P}/x", "a=1; Path"),
    ("a=1; Path=/z; Path", "sandbox-a=1; Path={P}/x", "a=1; Path=/z; Path"),
    ("a=1; Path={P}/x", "sandbox-a=1; Path={P}/x", "a=1; Path={P}/x"),
    ("a=1; Path={P}0", "sandbox-a=1; Path={P}{P}0", "a=1; Path={P}0"),
    ("a=1; Path=/; Path=/y", "sandbox-a=1; Path={P}/y", "a=1; Path=/; Path=/y"),
    ("a=1; Domain=" + HOST, "sandbox-a=1; Path={P}/x", "a=1"),
    ("a=1; domain=.runtime." + HOST, "sandbox-a=1; Path={P}/x", "a=1"),
    ("a=1; Domain; Secure", "sandbox-a=1; Secure; Path={P}/x", "a=1; Secure"),
    ("__Host-a=1; Path=/", "sandbox-__Host-a=1; Path={P}/", "__Host-a=1; Path=/"),
    ("Path=/v", "sandbox-Path=/v; Path={P}/x", "Path=/v"),
    ("a=b=c; Max-Age=5", "sandbox-a=b=c; Max-Age=5; Path={P}/x", "a=b=c; Max-Age=5"),
]


@pytest.mark.parametrize(("cookie", "on_path", "on_host"), COOKIES)
def test_a_cookie_stays_with_its_app(
    gateway: Gateway, app: App, cookie: str, on_path: str, on_host: str
) -> None:
    prefix = at_path(app)
    answer_with(app, ("Set-Cookie", cookie.format(P=prefix)))
    assert by_path(gateway, app).all("Set-Cookie") == [on_path.format(P=prefix)]
    assert by_host(gateway, app).all("Set-Cookie") == [on_host.format(P=prefix)]


def test_a_path_too_long_for_browsers_leaves_no_other(gateway: Gateway, app: App) -> None:
    # A browser ignores a Path of more than 1024 bytes, and uses the one before it.
    path = "/" + "a" * 1100
    answer_with(app, ("Set-Cookie", f"a=1; Path=/; Path={path}"))
    expected = f"sandbox-a=1; Path={at_path(app)}{path}"
    assert by_path(gateway, app).all("Set-Cookie") == [expected]


def test_each_of_several_cookies_stays_with_its_app(gateway: Gateway, app: App) -> None:
    answer_with(app, *(("Set-Cookie", f"{name}=1") for name in "abc"))
    expected = [f"sandbox-{name}=1; Path={at_path(app)}/x" for name in "abc"]
    assert by_path(gateway, app).all("Set-Cookie") == expected


#: Sessions of common sign-ins, by their cookies.
SESSIONS = [
    "AWSELBAuthSessionCookie-0",
    "CF_Authorization",
    "CognitoIdentityServiceProvider.x.y.idToken",
    "IdToken-1",
    "_oauth2_proxy",
    "_oauth2_proxy_0",
    "_pomerium",
    "authelia_session",
    "authentik_proxy_x",
    "authentik_session",
    "id_token",
    "keycloak_auth",
    "refresh_token",
]
PREFIXES = ["", "__Host-", "__Secure-", "__host-", "__SECURE-"]


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("name", SESSIONS)
def test_no_app_receives_or_sets_the_session(
    gateway: Gateway, app: App, name: str, prefix: str
) -> None:
    cookie = f"{prefix}{name}=stolen"
    answer_with(app, ("Set-Cookie", cookie))
    assert by_host(gateway, app).all("Set-Cookie") == []
    assert by_path(gateway, app).all("Set-Cookie") == [f"sandbox-{cookie}; Path={at_path(app)}/x"]
    for asked in (
        request("/", *EDGE, ("Cookie", cookie), host=at_host(app)),
        request(f"{at_path(app)}/", *EDGE, ("Cookie", cookie)),
    ):
        assert send(gateway.plain, asked).received("Cookie") == []


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        ("my_own_session=s", []),
        ("sandbox-a=1", ["a=1"]),
        ("session=s; sandbox-a=1; theme=x;sandbox-b=2", ["a=1; b=2"]),
        ("Sandbox-a=1", []),
        ("x=sandbox-a=1", []),
        ("sandbox-sandbox-a=1", ["sandbox-a=1"]),
        ('session="x; sandbox-a=1; y"', ["a=1"]),
    ],
)
def test_on_the_path_route_an_app_receives_cookies_of_apps_alone(
    gateway: Gateway, app: App, sent: str, received: list[str]
) -> None:
    asked = request(f"{at_path(app)}/", *EDGE, ("Cookie", sent))
    assert send(gateway.plain, asked).received("Cookie") == received


@pytest.mark.parametrize(
    "cookie", ["csrftoken=x", "session=eyJ.x.y", "theme=dark", "access_token=x"]
)
def test_on_the_subdomain_an_app_keeps_its_names(gateway: Gateway, app: App, cookie: str) -> None:
    answer_with(app, ("Set-Cookie", cookie))
    assert by_host(gateway, app).all("Set-Cookie") == [cookie]
    asked = request("/", *EDGE, ("Cookie", cookie), host=at_host(app))
    assert send(gateway.plain, asked).received("Cookie") == [cookie]


def test_a_nameless_cookie_is_dropped(gateway: Gateway, app: App) -> None:
    nameless = ["=keycloak_auth=mine", " = keycloak_auth=mine; Path=/", "=", ""]
    answer_with(app, *(("Set-Cookie", cookie) for cookie in nameless))
    for answer in (by_path(gateway, app), by_host(gateway, app)):
        assert (answer.status, answer.all("Set-Cookie")) == (303, [])


def test_openhands_sets_no_cookie_for_sandboxes(gateway: Gateway, openhands: App) -> None:
    openhands.answers["/login"] = (
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n"
        b"Set-Cookie: s=1; Path=/; Domain=%s; Secure\r\nSet-Cookie: t=2;domain=x\r\n\r\n"
        % HOST.encode()
    )
    answer = send(gateway.plain, request("/login", *EDGE))
    assert answer.all("Set-Cookie") == ["s=1; Path=/; Secure", "t=2"]


def test_cookies_keep_their_names_if_documents_are_opened_by_path(
    docker: DockerApi, app: App, tmp_path: Path
) -> None:
    answer_with(app, ("Set-Cookie", "csrftoken=1; Path=/"), ("Set-Cookie", "mine=2"))
    lua = {"edge_secret": SECRET, "documents_by_path": True, "private_cookies": ["mine"]}
    with running_gateway(tmp_path, Settings(docker.socket, lua=lua)) as gateway:
        answer = by_path(gateway, app)
        sent = ("Cookie", "csrftoken=1; mine=s")
        asked = request(f"{at_path(app)}/", *EDGE, sent)
        assert send(gateway.plain, asked).received("Cookie") == ["csrftoken=1"]
    assert answer.all("Set-Cookie") == [f"csrftoken=1; Path={at_path(app)}/"]
