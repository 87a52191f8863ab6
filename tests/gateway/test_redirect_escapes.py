"""Redirects of an app that try to leave its path route."""

from __future__ import annotations

import pytest

from tests.gateway.answering import answer_with, by_path, placeholders
from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_path, request, send
from tests.gateway.nginx import Gateway

#: Targets that a browser resolves to another path of the main host, or whose host is ambiguous.
ESCAPES = [
    ("../../../../api/v1/x", "{P}/api/v1/x"),
    ("%2e%2e/.%2E/%2e./../api", "{P}/api"),
    ("/../../../api", "{P}/api"),
    ("/a/../../../../../api", "{P}/api"),
    ("{P}/../../../api", "{P}/api"),
    ("{P}/%2e%2e/%2e%2e/%2E%2E/api", "{P}/api"),
    ("./../../..", "{P}/"),
    ("//{HOST}/../api", "{P}/api"),
    ("https://{HOST}:443/api", "{P}/api"),
    ("https://{HOST}:0443/api", None),
    ("https://{HOST}:80/api", "{P}/api"),
    ("https://{HOST}./api", "{P}/api"),
    ("https://{HOST}:8443/api", "{R}/8443/api"),
    ("https://{HOST}{P}/../../api", "{P}/runtime/api"),
    ("HTTPS://{HOST}/api", "{P}/api"),
    ("http://{HOST}:443/api", "{P}/api"),
    ("https://user@{HOST}/api", None),
    ("https://user:password@{HOST}/api", None),
    ("https://@{HOST}/api", None),
    ("https://a@b@{HOST}/api", None),
    ("HTTPS:/api/v1", None),
    ("https:api/v1", None),
    ("https:///{HOST}/api", None),
    ("https:{P}/../../api", None),
    ("///{HOST}/api", None),
    ("https://%6fpenhands.example.com/api", None),
    ("https://openhands.example\xe3\x80\x82com/api", None),
    ("https://{HOST}:x/api", None),
    ("\\\\{HOST}/api", None),
    ("/\\{HOST}/api", None),
    ("..\\..\\..\\api", None),
    ("https:\\\\{HOST}\\api", None),
    ("ht\ttps://{HOST}/api", None),
    ("/\t/{HOST}/api", None),
    ("https://{HOST}\\@evil.example/", None),
    ("http://localhost\\@evil.example/", None),
    ("http://localhost:{port}.evil.example/", None),
    ("https://[::1/api", None),
    ("https://2130706433/api", None),
    ("https://0x7f.1/api", None),
    ("https://0177.0.0.1/api", None),
    ("https://evil.example/?\\x", "https://evil.example/?\\x"),
    ("https://user@evil.example/", "https://user@evil.example/"),
]


@pytest.mark.parametrize(("location", "becomes"), ESCAPES)
@pytest.mark.parametrize("status", [201, 302, 307, 308])
def test_a_redirect_does_not_lead_to_another_path_of_the_main_host(
    gateway: Gateway, app: App, status: int, location: str, becomes: str | None
) -> None:
    names = placeholders(app)
    answer_with(app, ("Location", location.format(**names)), status=status)
    answer = by_path(gateway, app)
    if becomes is None:
        assert (answer.status, answer.all("Location")) == (502, [])
    else:
        assert (answer.status, answer["Location"]) == (status, becomes.format(**names))


def test_a_redirect_of_a_path_without_its_slash_stays_in_the_route(
    gateway: Gateway, app: App
) -> None:
    app.answers["/"] = b"HTTP/1.1 307 x\r\nLocation: api\r\nContent-Length: 0\r\n\r\n"
    answer = send(gateway.plain, request(at_path(app), *EDGE, method="POST", body=b"x"))
    assert answer["Location"] == f"{at_path(app)}/api"
