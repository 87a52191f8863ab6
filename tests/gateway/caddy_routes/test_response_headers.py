"""Locations and cookies of an app are moved under the prefix of its route."""

from __future__ import annotations

import pytest

from demo.addresses import HOST
from demo.sandbox_apps.mirror import ANSWER
from tests.gateway.caddy_routes.running_caddy import Ask


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("/", "{prefix}/"),
        ("/x?next=/y", "{prefix}/x?next=/y"),
        ("x", "x"),
        ("?a=1", "?a=1"),
        (f"https://{HOST}/x", "{prefix}/x"),
        (f"http://{HOST}:8443/x", "{prefix}/x"),
        ("http://localhost:5000/x", "/runtime/5000/x"),
        ("http://127.0.0.1:5000", "/runtime/5000/"),
        ("{prefix}/x", "{prefix}/x"),
        ("//example.org/x", "//example.org/x"),
        ("https://example.org/x", "https://example.org/x"),
        (f"https://{HOST}.example.org/x", f"https://{HOST}.example.org/x"),
        (f"https://{HOST}@example.org/x", f"https://{HOST}@example.org/x"),
    ],
)
def test_a_location_is_moved_under_the_prefix(
    ask: Ask, prefix: str, given: str, becomes: str
) -> None:
    response, _ = ask(f"{prefix}/", **{ANSWER: f"Location: {given.format(prefix=prefix)}"})
    assert response.headers["Location"] == becomes.format(prefix=prefix)


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("a=b; Path=/", "a=b; Path={prefix}/"),
        ("a=b; path=/api/conversations; Secure", "a=b; path={prefix}/api/conversations; Secure"),
        ("a=b;Path=/;HttpOnly", "a=b;Path={prefix}/;HttpOnly"),
        ("a=b; Path={prefix}", "a=b; Path={prefix}"),
        ("a=b; Path={prefix}/x", "a=b; Path={prefix}/x"),
        ("a=/b; Secure", "a=/b; Secure"),
    ],
)
def test_a_cookies_path_is_moved_under_the_prefix(
    ask: Ask, prefix: str, given: str, becomes: str
) -> None:
    response, _ = ask(f"{prefix}/", **{ANSWER: f"Set-Cookie: {given.format(prefix=prefix)}"})
    assert response.headers["Set-Cookie"] == becomes.format(prefix=prefix)


def test_redirects_and_cookies_of_openhands_stay(ask: Ask) -> None:
    assert ask("/", **{ANSWER: "Location: /login"})[0].headers["Location"] == "/login"
    assert ask("/", **{ANSWER: "Set-Cookie: a=b; Path=/"})[0].headers["Set-Cookie"] == "a=b; Path=/"
