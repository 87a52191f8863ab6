"""Where an app's redirects lead."""

from __future__ import annotations

import pytest

from demo.addresses import HOST
from tests.gateway.answering import answer_with, by_host, by_path
from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, request, send
from tests.gateway.nginx import Gateway
from tests.gateway.sandboxes import Sandboxes


def _names(app: App) -> dict[str, object]:
    """What the tables below write in braces."""
    return {
        "P": at_path(app),
        "R": f"/runtime/{app.name}",
        "C": app.name,
        "port": app.port,
        "ip": app.address,
        "own": at_host(app),
        "HOST": HOST,
    }


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
    names = _names(app)
    answer_with(app, ("Location", location.format(**names)))
    answer = by_path(gateway, app)
    assert (answer.status, answer["Location"]) == (303, becomes.format(**names))


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
    names = _names(app)
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


REFRESHES = [
    ("5", "5", "5"),
    ("5.5;", None, None),
    ("0; url=/a", "0; url={P}/a", "0; url=/a"),
    ("0;URL='/a'", "0; url={P}/a", "0; url=/a"),
    ('0, url="/a" x', "0; url={P}/a", "0; url=/a"),
    ("0 url = ../../../../api", "0; url={P}/api", "0; url=../../../../api"),
    (
        "0; url=http://localhost:3000/a",
        "0; url={R}/3000/a",
        "0; url=https://3000-{C}.runtime.{HOST}/a",
    ),
    ("0; url=https://{HOST}/api", "0; url={P}/api", "0; url=https://{HOST}/api"),
    ("0; url=https:/api", None, None),
    ("0; /api", None, None),
    ("url=/api", None, None),
]


@pytest.mark.parametrize(("refresh", "on_path", "on_host"), REFRESHES)
def test_so_does_a_refresh(
    gateway: Gateway, app: App, refresh: str, on_path: str | None, on_host: str | None
) -> None:
    names = _names(app)
    answer_with(app, *(("Refresh", refresh.format(**names)),) * 2, status=200)
    for answer, expected in ((by_path(gateway, app), on_path), (by_host(gateway, app), on_host)):
        assert answer.status == 200
        assert answer.all("Refresh") == ([expected.format(**names)] if expected else [])


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
    names = _names(app)
    answer_with(app, ("Location", location.format(**names)))
    answer = by_host(gateway, app)
    assert (answer.status, answer["Location"]) == (303, becomes.format(**names))


def test_of_two_redirects_the_first_stays(gateway: Gateway, app: App) -> None:
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
