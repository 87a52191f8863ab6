"""Where an app's redirects lead."""

from __future__ import annotations

import pytest

from demo.addresses import HOST
from tests.gateway.answering import answer_with, by_host, by_path, placeholders
from tests.gateway.app import App
from tests.gateway.ask import EDGE, request, send
from tests.gateway.nginx import Gateway
from tests.gateway.sandboxes import Sandboxes

ON_THE_PATH_ROUTE = [
    ("/", "{P}/"),
    ("/a?b=c#d", "{P}/a?b=c#d"),
    ("/a%2Fb//c", "{P}/a%2Fb//c"),
    ("?q=1", "{P}/x/y?q=1"),
    ("next", "{P}/x/next"),
    ("../up", "{P}/up"),
    ("{P}/already", "{P}/already"),
    ("{P}0/not", "{P}{P}0/not"),
    ("/runtime/", "{P}/runtime/"),
    ("http://localhost:{port}/a?b", "{P}/a?b"),
    ("http://localhost:{port}", "{P}/"),
    ("http://localhost:{port}?q", "{P}/?q"),
    ("HTTP://LocalHost:{port}/A", "{P}/A"),
    ("http://127.0.0.1:{port}/a", "{P}/a"),
    ("http://0.0.0.0:{port}/a", "{P}/a"),
    ("http://[::1]:{port}/a", "{P}/a"),
    ("//localhost:{port}/a", "{P}/a"),
    ("http://{ip}:{port}/a", "{P}/a"),
    ("https://{HOST}/a", "{P}/a"),
    ("http://{HOST}/a", "{P}/a"),
    ("//{HOST}/a", "{P}/a"),
    ("https://{HOST}", "{P}/"),
    ("https://{HOST}?q=1", "{P}/?q=1"),
    ("https://{HOST}//evil.example/x", "{P}//evil.example/x"),
    ("https://{HOST}{P}/a", "{P}/a"),
    ("http://localhost:3000/a", "{R}/3000/a"),
    ("http://localhost/a", "{R}/80/a"),
    ("https://localhost/a", "{R}/443/a"),
    ("http://localhost:99999/a", "http://localhost:99999/a"),
    ("http://localhost:{port}@evil.example/", "http://localhost:{port}@evil.example/"),
    ("http://192.0.2.1:{port}/a", "http://192.0.2.1:{port}/a"),
    ("https://example.org/a", "https://example.org/a"),
    ("//example.org/a", "//example.org/a"),
    ("http//localhost:{port}/a", "{P}/x/http//localhost:{port}/a"),
    ("mailto:a@example.org", "mailto:a@example.org"),
    ("vscode://localhost:{port}/a", "vscode://localhost:{port}/a"),
]


@pytest.mark.parametrize(("location", "becomes"), ON_THE_PATH_ROUTE)
def test_a_redirect_stays_on_the_path_route(
    gateway: Gateway, app: App, location: str, becomes: str
) -> None:
    names = placeholders(app)
    answer_with(app, ("Location", location.format(**names)))
    answer = by_path(gateway, app)
    assert (answer.status, answer["Location"]) == (303, becomes.format(**names))


ON_THE_SUBDOMAIN = [
    ("/a?b=c", "/a?b=c"),
    ("next", "next"),
    ("http://localhost:{port}/a?b", "https://{port}-{C}.runtime.{HOST}/a?b"),
    ("http://{ip}:{port}", "https://{port}-{C}.runtime.{HOST}/"),
    ("http://127.0.0.1:3000/a", "https://3000-{C}.runtime.{HOST}/a"),
    ("http://{own}/a", "https://{own}/a"),
    ("//{own}/a", "//{own}/a"),
    ("https://{own}", "https://{own}/"),
    ("https://{own}?q=1", "https://{own}/?q=1"),
    ("https://{own}#x", "https://{own}/#x"),
    ("https://{own}//evil.example/x", "https://{own}//evil.example/x"),
    ("https://{HOST}/a", "https://{HOST}/a"),
    ("https://example.org/a", "https://example.org/a"),
]


@pytest.mark.parametrize(("location", "becomes"), ON_THE_SUBDOMAIN)
def test_a_redirect_stays_on_the_subdomain(
    gateway: Gateway, app: App, location: str, becomes: str
) -> None:
    names = placeholders(app)
    answer_with(app, ("Location", location.format(**names)))
    answer = by_host(gateway, app)
    assert (answer.status, answer["Location"]) == (303, becomes.format(**names))


def test_the_first_of_two_location_headers_is_used(gateway: Gateway, app: App) -> None:
    answer_with(app, ("Location", "http://localhost:3000/a"), ("Location", "http://localhost/b"))
    answers = by_path(gateway, app), by_host(gateway, app)
    assert [answer.all("Location") for answer in answers] == [
        [f"/runtime/{app.name}/3000/a"],
        [f"https://3000-{app.name}.runtime.{HOST}/a"],
    ]


def test_a_gateway_at_another_port_keeps_it(gateway: Gateway, app: App) -> None:
    answer_with(app, ("Location", "http://localhost:3000/a"))
    answer = by_host(gateway, app, ":8443")
    assert answer["Location"] == f"https://3000-{app.name}.runtime.{HOST}:8443/a"


def test_an_app_at_a_published_port_may_name_its_private_one(
    gateway: Gateway, sandboxes: Sandboxes
) -> None:
    app = sandboxes.start()
    published = sandboxes.start(networks={"bridge": app.address}, ports={app.port: 54928})
    answer_with(app, ("Location", f"http://{app.address}:{app.port}/a"))
    path = f"/runtime/{published.name}/54928"
    answer = send(gateway.plain, request(f"{path}/x/y", *EDGE))
    assert answer["Location"] == f"{path}/a"
