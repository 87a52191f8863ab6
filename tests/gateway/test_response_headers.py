"""Which headers of an app's answer a browser receives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gateway.answering import answer_with, by_host, by_path
from tests.gateway.app import App
from tests.gateway.docker_api import DockerApi
from tests.gateway.nginx import SECRET, Gateway, Settings, running_gateway

#: Affect other hosts, the whole browser, or a proxy: removed on both routes.
HIDDEN = [
    ("NEL", '{"report_to":"x","max_age":31536000,"include_subdomains":true}'),
    ("Report-To", '{"group":"x","max_age":31536000,"endpoints":[{"url":"https://evil.example"}]}'),
    ("Alt-Svc", 'h3="evil.example:443"'),
    ("Clear-Site-Data", '"cookies"'),
    ("Set-Login", "logged-out"),
    ("Sec-Session-Registration", "(ES256);path=x"),
    ("Secure-Session-Registration", "(ES256);path=x"),
    ("Attribution-Reporting-Register-Source", "{}"),
    ("Observe-Browsing-Topics", "?1"),
    ("Public-Key-Pins", "max-age=1"),
    ("Proxy-Authenticate", "Basic realm=x"),
    ("Trailer", "Set-Cookie"),
    ("Upgrade", "h2c"),
    ("Surrogate-Control", "max-age=9"),
    ("X-Sendfile", "/etc/passwd"),
    ("X-Accel-Redirect", "/.gateway/containers"),
    ("X-Accel-Expires", "9"),
]

#: Affect the origin of the response, which on the path route is the main site's.
OF_AN_ORIGIN = [
    ("Accept-CH", "Sec-CH-UA-Model"),
    ("Activate-Storage-Access", "load"),
    ("Critical-CH", "Sec-CH-UA-Model"),
    ("Link", "</x.css>; rel=preload; as=style"),
    ("Origin-Agent-Cluster", "?1"),
    ("Origin-Trial", "x"),
    ("Reporting-Endpoints", 'x="https://evil.example"'),
    ("Service-Worker-Allowed", "/"),
    ("SourceMap", "/x.map"),
    ("Speculation-Rules", '"/x.json"'),
    ("Strict-Transport-Security", "max-age=0"),
    ("Supports-Loading-Mode", "credentialed-prerender"),
    ("Use-As-Dictionary", 'match="/*"'),
    ("Service_Worker_Allowed", "/"),
    ("Set_Cookie", "a=1"),
    ("X-Custom", "1"),
]

#: Asks for a password in the name of the response's host.
CHALLENGE = ("WWW-Authenticate", "Basic realm=OpenHands")


#: Headers that agent servers, VS Code and the OpenHands page use.
PASSED = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "X-OpenHands-ServerConversation-ID"),
    ("Cache-Control", "no-cache"),
    ("Content-Disposition", "attachment; filename=x"),
    ("Content-Encoding", "br"),
    ("Content-Language", "en"),
    ("ETag", '"x"'),
    ("Last-Modified", "Thu, 26 Nov 2026 01:00:00 GMT"),
    ("Mcp-Session-Id", "x"),
    ("Referrer-Policy", "no-referrer"),
    ("Retry-After", "5"),
    ("X-Archive-Repo-Root", "/w"),
    ("X-Frame-Options", "DENY"),
    ("X-OpenHands-ServerConversation-ID", "x"),
]


@pytest.mark.parametrize(("name", "value"), HIDDEN)
def test_headers_that_act_beyond_an_origin_are_dropped(
    gateway: Gateway, app: App, name: str, value: str
) -> None:
    answer_with(app, (name, value), (name.lower(), value))
    for answer in (by_path(gateway, app), by_host(gateway, app)):
        assert (answer.status, answer.all(name)) == (303, [])


@pytest.mark.parametrize(("name", "value"), OF_AN_ORIGIN)
def test_headers_that_act_on_an_origin_are_dropped_on_the_path_route(
    gateway: Gateway, app: App, name: str, value: str
) -> None:
    answer_with(app, (name, value), (name.upper(), value))
    assert by_path(gateway, app).all(name) == []
    assert value in by_host(gateway, app).all(name)


@pytest.mark.parametrize(("name", "value"), PASSED)
def test_headers_of_an_agent_server_pass(gateway: Gateway, app: App, name: str, value: str) -> None:
    answer_with(app, (name, value))
    for answer in (by_path(gateway, app), by_host(gateway, app)):
        assert answer.all(name) == [value]


def test_only_the_subdomain_asks_for_a_password(gateway: Gateway, app: App) -> None:
    answer_with(app, CHALLENGE, CHALLENGE, status=401)
    assert by_path(gateway, app).all(CHALLENGE[0]) == []
    assert by_host(gateway, app).all(CHALLENGE[0]) == [CHALLENGE[1]]


def test_a_setting_lets_more_headers_pass(docker: DockerApi, app: App, tmp_path: Path) -> None:
    answer_with(app, ("X-Custom", "1"), ("HX-Trigger", "2"), ("X-Other", "3"))
    lua = {"edge_secret": SECRET, "response_headers": ["X-Custom", "HX-*"]}
    with running_gateway(tmp_path, Settings(docker.socket, lua=lua)) as gateway:
        answer = by_path(gateway, app)
    assert [answer.all(name) for name in ("X-Custom", "HX-Trigger", "X-Other")] == [
        ["1"],
        ["2"],
        [],
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/x-mixed-replace; boundary=x",
        "Multipart/Mixed",
        "text/plain, multipart/x-mixed-replace; boundary=x",
        "text/plain; charset=x, multipart/x-mixed-replace; boundary=x",
        "multipart/mixed; charset=x, multipart/x-mixed-replace; boundary=x",
    ],
)
def test_no_answer_has_parts_with_headers_of_their_own(
    gateway: Gateway, app: App, kind: str
) -> None:
    answer_with(app, ("Content-Type", kind))
    assert by_path(gateway, app)["Content-Type"] == "application/octet-stream; charset=binary"
    assert by_host(gateway, app)["Content-Type"] == kind


def test_a_tab_does_not_hide_such_a_type(gateway: Gateway, app: App) -> None:
    answer_with(app, ("Content-Type", "\tmultipart/x-mixed-replace; boundary=x"))
    assert by_path(gateway, app)["Content-Type"] == "application/octet-stream; charset=binary"


def test_a_type_is_not_guessed_on_the_path_route(gateway: Gateway, app: App) -> None:
    answer_with(app, ("Content-Type", "text/plain"), ("Vary", "Origin"))
    answer = by_path(gateway, app)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.all("Vary") == ["Origin", "Sec-Fetch-Dest"]


POLICIES = [[], ["default-src 'self'"], ["default-src 'self'", "frame-ancestors 'none'"]]


@pytest.mark.parametrize("policies", POLICIES, ids=len)
def test_a_document_on_the_path_route_has_no_origin(
    gateway: Gateway, app: App, policies: list[str]
) -> None:
    answer_with(app, *(("Content-Security-Policy", one) for one in policies))
    assert by_path(gateway, app).all("Content-Security-Policy") == [*policies, "sandbox"]
    assert by_host(gateway, app).all("Content-Security-Policy") == policies


def test_unless_documents_are_opened_there(docker: DockerApi, app: App, tmp_path: Path) -> None:
    lua = {"edge_secret": SECRET, "documents_by_path": True}
    answer_with(
        app,
        ("Content-Security-Policy", "default-src 'self'"),
        ("X-Custom", "1"),
        ("Service-Worker-Allowed", "/"),
        ("Strict-Transport-Security", "max-age=0"),
    )
    with running_gateway(tmp_path, Settings(docker.socket, lua=lua)) as gateway:
        answer = by_path(gateway, app)
    assert answer.all("Content-Security-Policy") == ["default-src 'self'"]
    assert answer.all("X-Custom") == ["1"]
    assert answer.all("Service-Worker-Allowed") == answer.all("Strict-Transport-Security") == []


def test_no_app_reads_dockers_api_through_nginx(gateway: Gateway, app: App) -> None:
    answer_with(app, ("X-Accel-Redirect", "/.gateway/containers"))
    for answer in (by_path(gateway, app), by_host(gateway, app)):
        assert (answer.status, answer.body) == (303, b"")
