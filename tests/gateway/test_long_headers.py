"""A long header is read in linear time: nginx's worker answers nobody else meanwhile."""

from __future__ import annotations

import pytest

from tests.gateway.answering import answer_with, by_host, by_path
from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, request, send
from tests.gateway.nginx import Gateway

#: Almost as long as nginx lets a header be. A pattern that backtracks takes longer than the 15
#: seconds after which a test's socket times out.
LONG = 30_000
SPACES = " " * LONG

OF_AN_APP = {
    "a cookie's name": ("Set-Cookie", f"a{SPACES}b"),
    "a cookie's value": ("Set-Cookie", f"a={SPACES}b"),
    "an attribute's name": ("Set-Cookie", f"a=1;{SPACES}b"),
    "an attribute's value": ("Set-Cookie", f"a=1; Path={SPACES}b"),
    "many attributes": ("Set-Cookie", "a=1" + ";" * LONG),
    "a refresh": ("Refresh", f"0; url=a{SPACES}b"),
    "the space before a refresh": ("Refresh", f"0{SPACES}x"),
    "a host name": ("Location", f"http://{'a' * LONG}.b/"),
    "a host of digits": ("Location", f"http://{'1' * LONG}!/"),
}


@pytest.mark.parametrize("what", OF_AN_APP)
def test_a_long_header_of_an_app_delays_nobody(gateway: Gateway, app: App, what: str) -> None:
    name, value = OF_AN_APP[what]
    answer_with(app, (name, value), status=200)
    expected = 502 if name == "Location" else 200
    assert by_path(gateway, app).status == expected
    assert by_host(gateway, app).status == expected


@pytest.mark.parametrize("cookie", [f"a=1;{SPACES}b=2", f"a=1;{SPACES}b", f"a{SPACES}b=1"])
def test_a_long_cookie_of_a_client_delays_nobody(gateway: Gateway, app: App, cookie: str) -> None:
    asked = request("/", *EDGE, ("Cookie", cookie), host=at_host(app))
    assert send(gateway.plain, asked).received("Cookie") == [cookie]
