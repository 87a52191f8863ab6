"""What becomes of the headers of an app's answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.ask import EDGE, Answer, at_host, at_path, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.nginx import SECRET, Gateway, Settings, running_gateway
from tests.gateway.sandboxes import Sandboxes

HTTPS = ("X-Forwarded-Proto", "https")


def _answers(app: App, *headers: tuple[str, str]) -> None:
    lines = ["HTTP/1.1 303 See Other", *(f"{name}: {value}" for name, value in headers)]
    head = "\r\n".join([*lines, "Content-Length: 0", "Connection: close", "", ""])
    app.answers["/x/y"] = head.encode("latin-1")


def _by_path(gateway: Gateway, app: App) -> Answer:
    return send(gateway.plain, request(f"{at_path(app)}/x/y", *EDGE, HTTPS))


def _by_host(gateway: Gateway, app: App, port: str = "") -> Answer:
    return send(gateway.plain, request("/x/y", *EDGE, HTTPS, host=at_host(app) + port))


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
    ("?q=1", "?q=1"),
    ("next", "next"),
    ("../up", "../up"),
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
    ("http://localhost:{port}.evil.example/", "http://localhost:{port}.evil.example/"),
    ("http://localhost\\@evil.example/", "http://localhost\\@evil.example/"),
    ("http://192.0.2.1:{port}/a", "http://192.0.2.1:{port}/a"),
    ("https://example.org/a", "https://example.org/a"),
    ("//example.org/a", "//example.org/a"),
    ("/\\example.org/a", "/\\example.org/a"),
    ("http//localhost:{port}/a", "http//localhost:{port}/a"),
    ("mailto:a@example.org", "mailto:a@example.org"),
    ("vscode://localhost:{port}/a", "vscode://localhost:{port}/a"),
]


@pytest.mark.parametrize(("location", "becomes"), ON_THE_PATH_ROUTE)
def test_a_redirect_stays_on_the_path_route(
    gateway: Gateway, app: App, location: str, becomes: str
) -> None:
    names = _names(app)
    _answers(app, ("Location", location.format(**names)))
    answer = _by_path(gateway, app)
    assert (answer.status, answer["Location"]) == (303, becomes.format(**names))


ON_THE_SUBDOMAIN = [
    ("/a?b=c", "/a?b=c"),
    ("next", "next"),
    ("http://localhost:{port}/a?b", "https://{port}-{C}.runtime.{HOST}/a?b"),
    ("http://{ip}:{port}", "https://{port}-{C}.runtime.{HOST}/"),
    ("http://127.0.0.1:3000/a", "https://3000-{C}.runtime.{HOST}/a"),
    ("http://{own}/a", "https://{own}/a"),
    ("//{own}/a", "https://{own}/a"),
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
    _answers(app, ("Location", location.format(**names)))
    answer = _by_host(gateway, app)
    assert (answer.status, answer["Location"]) == (303, becomes.format(**names))


def test_of_two_redirects_the_first_stays(gateway: Gateway, app: App) -> None:
    _answers(app, ("Location", "http://localhost:3000/a"), ("Location", "http://localhost/b"))
    by_path, by_host = _by_path(gateway, app), _by_host(gateway, app)
    assert by_path.all("Location") == [f"/runtime/{app.name}/3000/a"]
    assert by_host.all("Location") == [f"https://3000-{app.name}.runtime.{HOST}/a"]


def test_a_gateway_at_another_port_keeps_it(gateway: Gateway, app: App) -> None:
    _answers(app, ("Location", "http://localhost:3000/a"))
    answer = _by_host(gateway, app, ":8443")
    assert answer["Location"] == f"https://3000-{app.name}.runtime.{HOST}:8443/a"


def test_an_app_at_a_published_port_may_name_its_private_one(
    gateway: Gateway, sandboxes: Sandboxes
) -> None:
    app = sandboxes.start()
    published = sandboxes.start(networks={"bridge": app.address}, ports={app.port: 54928})
    _answers(app, ("Location", f"http://{app.address}:{app.port}/a"))
    path = f"/runtime/{published.name}/54928"
    answer = send(gateway.plain, request(f"{path}/x/y", *EDGE))
    assert answer["Location"] == f"{path}/a"


#: A cookie of an app; what it is on the path route, where {P} is the prefix; on the subdomain.
COOKIES = [
    ("a=1", "a=1", "a=1"),
    ("a=1; Path=/", "a=1; Path={P}/", "a=1; Path=/"),
    (
        "k=v; HttpOnly; Path=/api/conversations; SameSite=lax",
        "k=v; HttpOnly; Path={P}/api/conversations; SameSite=lax",
        "k=v; HttpOnly; Path=/api/conversations; SameSite=lax",
    ),
    ("a=1;path=/x;secure", "a=1; Path={P}/x;secure", "a=1;path=/x;secure"),
    ("a=1; PATH = /x ", "a=1; Path={P}/x", "a=1; PATH = /x"),
    ("a=1; Path=", "a=1; Path=", "a=1; Path="),
    ("a=1; Path=x", "a=1; Path=x", "a=1; Path=x"),
    ("a=1; Path={P}/x", "a=1; Path={P}/x", "a=1; Path={P}/x"),
    ("a=1; Path=/; Path=/y", "a=1; Path={P}/; Path={P}/y", "a=1; Path=/; Path=/y"),
    ("a=1; Domain=" + HOST, "a=1", "a=1"),
    ("a=1; domain=.runtime." + HOST + "; Path=/", "a=1; Path={P}/", "a=1; Path=/"),
    ("a=1; Domain=localhost; Secure", "a=1; Secure", "a=1; Secure"),
    ("Path=/v; Path=/", "Path=/v; Path={P}/", "Path=/v; Path=/"),
    ("a=b=c; Max-Age=5", "a=b=c; Max-Age=5", "a=b=c; Max-Age=5"),
]


@pytest.mark.parametrize(("cookie", "on_path", "on_host"), COOKIES)
def test_a_cookie_stays_with_its_app(
    gateway: Gateway, app: App, cookie: str, on_path: str, on_host: str
) -> None:
    prefix = at_path(app)
    _answers(app, ("Set-Cookie", cookie.format(P=prefix)))
    assert _by_path(gateway, app).all("Set-Cookie") == [on_path.format(P=prefix)]
    assert _by_host(gateway, app).all("Set-Cookie") == [on_host.format(P=prefix)]


def test_each_of_several_cookies_does(gateway: Gateway, app: App) -> None:
    _answers(app, *(("Set-Cookie", f"{name}=1; Path=/") for name in "abc"))
    expected = [f"{name}=1; Path={at_path(app)}/" for name in "abc"]
    assert _by_path(gateway, app).all("Set-Cookie") == expected


def test_no_app_sets_a_cookie_of_the_main_site(gateway: Gateway, app: App) -> None:
    _answers(
        app,
        ("Set-Cookie", "AWSELBAuthSessionCookie-0=mine; Path=/"),
        ("Set-Cookie", "keycloak_auth=mine"),
        ("Set-Cookie", "keycloak_auth"),
        # Without a name, a browser sends back the value alone.
        ("Set-Cookie", "=keycloak_auth=mine"),
        ("Set-Cookie", " = keycloak_auth=mine; Path=/"),
    )
    for answer in (_by_path(gateway, app), _by_host(gateway, app)):
        assert (answer.status, answer.all("Set-Cookie")) == (303, [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Service-Worker-Allowed", "/"),
        ("Clear-Site-Data", '"cookies"'),
        ("Strict-Transport-Security", "max-age=0"),
    ],
)
def test_what_holds_for_a_whole_host_does_not_pass_the_path_route(
    gateway: Gateway, app: App, name: str, value: str
) -> None:
    _answers(app, (name, value))
    assert _by_path(gateway, app).all(name) == []
    assert _by_host(gateway, app).all(name) == [value]


POLICIES = [[], ["default-src 'self'"], ["default-src 'self'", "frame-ancestors 'none'"]]


@pytest.mark.parametrize("policies", POLICIES, ids=len)
def test_a_document_on_the_path_route_has_no_origin(
    gateway: Gateway, app: App, policies: list[str]
) -> None:
    _answers(app, *(("Content-Security-Policy", one) for one in policies))
    assert _by_path(gateway, app).all("Content-Security-Policy") == [*policies, "sandbox"]
    assert _by_host(gateway, app).all("Content-Security-Policy") == policies


def test_unless_documents_are_opened_there(docker: DockerApi, app: App, tmp_path: Path) -> None:
    lua = {"edge_secret": SECRET, "documents_by_path": True}
    _answers(app, ("Content-Security-Policy", "default-src 'self'"))
    with running_gateway(tmp_path, Settings(docker.socket, lua=lua)) as gateway:
        found = _by_path(gateway, app).all("Content-Security-Policy")
    assert found == ["default-src 'self'"]


def test_no_app_reads_dockers_api_through_nginx(gateway: Gateway, app: App) -> None:
    _answers(app, ("X-Accel-Redirect", "/.gateway/containers"))
    for answer in (_by_path(gateway, app), _by_host(gateway, app)):
        assert (answer.status, answer.body) == (303, b"")
