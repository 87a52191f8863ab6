"""Which cookies of a request reach an app."""

from __future__ import annotations

import pytest

from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, request, send
from tests.gateway.nginx import Gateway


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


def test_the_main_sites_cookies_in_several_headers_stay_with_it(gateway: Gateway, app: App) -> None:
    cookies = [("Cookie", "a=1"), ("Cookie", "keycloak_auth=s"), ("Cookie", "b=2")]
    answer = send(gateway.plain, request("/", *EDGE, *cookies, host=at_host(app)))
    assert answer.received("Cookie") == ["a=1; b=2"]
