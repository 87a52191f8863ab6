"""What the gateway answers where no app does."""

from __future__ import annotations

import re
import secrets

import pytest

from demo.addresses import HOST
from demo.loop_thread import Loop
from tests.gateway.app import App
from tests.gateway.ask import EDGE, Answer, at_host, at_path, connect, request, send
from tests.gateway.docker_api import DockerApi, Fault
from tests.gateway.nginx import Gateway, Settings, running_gateway
from tests.gateway.sandboxes import USER, Sandboxes

JSON = ("Accept", "application/json")


def _problem(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["error"]


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("500", 503, "ERR_LIST"),
        ("garbage", 503, "ERR_PARSE"),
        ("object", 503, "ERR_PARSE"),
        ("closed", 503, "ERR_SOCKET"),
        ("slow", 503, "ERR_SOCKET"),
    ],
)
def test_docker_does_not_answer_as_it_should(
    gateway: Gateway, docker: DockerApi, app: App, fault: Fault, status: int, code: str
) -> None:
    docker.fault = fault
    answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(app)))
    assert _problem(answer) == (status, code)
    assert answer["Retry-After"] == "5"


def test_docker_is_not_there(gateway: Gateway, docker: DockerApi, app: App) -> None:
    docker.stop()
    try:
        answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(app)))
    finally:
        docker.start()
    assert _problem(answer) == (503, "ERR_SOCKET")


def test_no_container(gateway: Gateway) -> None:
    path = f"/runtime/{secrets.token_hex(16)}/5000/"
    assert _problem(send(gateway.plain, request(path, *EDGE, JSON))) == (404, "ERR_NOT_FOUND")


@pytest.mark.parametrize("state", ["paused", "exited", "created", "restarting", "dead"])
def test_a_container_that_does_not_run(gateway: Gateway, sandboxes: Sandboxes, state: str) -> None:
    app = sandboxes.start(state=state)
    answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(app)))
    assert _problem(answer) == (404, "ERR_NOT_FOUND")


@pytest.mark.parametrize(
    "networks",
    [
        {},
        {"bridge": ""},
        {"bridge": None},
        {"bridge": {"IPAddress": None, "GlobalIPv6Address": None}},
        {"bridge": "localhost"},
        {"bridge": "127.0.0.256"},
        {"bridge": "127.0.0.1/x"},
        {"bridge": "127.0.0.1:80"},
        {"bridge": "127.0.0.1\r\nX: y"},
        {"bridge": {"GlobalIPv6Address": "::1]/x"}},
    ],
)
def test_a_container_without_an_address(
    gateway: Gateway, sandboxes: Sandboxes, networks: dict[str, object]
) -> None:
    app = sandboxes.start(networks=networks)
    answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(app)))
    assert _problem(answer) == (502, "ERR_NO_IP")


@pytest.fixture
def closed(app: App, loop: Loop) -> App:
    """An app that does not listen."""
    loop.run(app.stop())
    return app


def test_an_app_that_does_not_listen(gateway: Gateway, closed: App) -> None:
    answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(closed)))
    assert _problem(answer) == (502, "ERR_NO_ANSWER")


def test_an_app_that_hangs_up(gateway: Gateway, app: App) -> None:
    app.answers["/"] = b""
    answer = send(gateway.plain, request("/", *EDGE, JSON, host=at_host(app)))
    assert _problem(answer) == (502, "ERR_NO_ANSWER")


@pytest.mark.parametrize("garbage", [b"SSH-2.0-OpenSSH_9.2\r\n", b"\0\0\0", b"<html>HTTP/0.9"])
def test_what_does_not_speak_http_is_cut_off(gateway: Gateway, app: App, garbage: bytes) -> None:
    app.answers["/"] = garbage
    with connect(gateway.plain) as sock:
        sock.sendall(request("/", *EDGE, host=at_host(app)))
        assert sock.recv(1024) == b""


PREFETCH = ("Sec-Purpose", "prefetch")
XHR = ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty")
IMAGE = ("Sec-Fetch-Dest", "image")


@pytest.mark.parametrize(
    ("what", "path", "headers", "status"),
    [
        ("a prefetch", "/", [PREFETCH], 204),
        ("a prerender", "/", [("Sec-Purpose", "prefetch;prerender")], 204),
        ("an older browser's", "/", [("Purpose", "prefetch")], 204),
        ("the icon", "/favicon.ico", [IMAGE], 204),
        ("another image", "/logo.png", [IMAGE], 502),
        ("a file of that name", "/favicon.ico", [], 502),
        ("the page's poll", "/", XHR, 502),
        ("a person", "/", [("Sec-Fetch-Dest", "document")], 502),
    ],
)
def test_only_a_request_that_nobody_reads_is_answered_with_204(
    gateway: Gateway,
    closed: App,
    what: str,
    path: str,
    headers: list[tuple[str, str]],
    status: int,
) -> None:
    by_host = request(path, *EDGE, *headers, host=at_host(closed))
    by_path = request(at_path(closed) + path, *EDGE, *headers)
    for asked in (by_host, by_path):
        answer = send(gateway.plain, asked)
        assert (answer.status, answer["Cache-Control"]) == (status, "no-store"), what


def test_an_apps_own_error_is_passed_on(gateway: Gateway, app: App) -> None:
    app.answers["/"] = (
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\nConnection: close\r\n\r\nown"
    )
    answer = send(gateway.plain, request("/", *EDGE, host=at_host(app)))
    assert (answer.status, answer.body) == (502, b"own")


def test_openhands_does_not_answer(
    docker: DockerApi, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running_gateway(tmp_path_factory.mktemp("nginx"), Settings(docker.socket)) as gateway:
        answer = send(gateway.plain, request("/", *EDGE, JSON))
    assert _problem(answer) == (502, "ERR_OPENHANDS")


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        (None, False),
        ("*/*", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("application/json, text/plain, */*", True),
        ("Application/JSON", True),
        ("application/json;q=0", False),
        ("text/html;q=0.5, application/json", True),
        ("text/html, application/json", False),
        ("application/json, text/html", True),
        ("application/json;q=0.1, text/html;q=0.2", False),
    ],
)
def test_json_for_those_who_prefer_it(gateway: Gateway, accept: str | None, is_json: bool) -> None:
    headers = [("Accept", accept)] if accept else []
    answer = send(gateway.plain, request("/runtime/x/", *EDGE, *headers))
    kind = "application/json" if is_json else "text/html; charset=utf-8"
    assert (answer["Content-Type"], answer["Vary"]) == (kind, "Accept")


def test_a_page_for_a_person(gateway: Gateway, closed: App) -> None:
    answer = send(gateway.plain, request("/", *EDGE, host=at_host(closed)))
    page = answer.body.decode()
    assert "<title>The app is not responding</title>" in page
    assert "502 ERR_NO_ANSWER" in page
    assert '<meta http-equiv="refresh" content="3">' in page
    assert '<meta name="color-scheme" content="light dark">' in page
    assert not re.search(r"src=|href=|url\(|@import", page)
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_page_after_a_form_was_sent_does_not_reload_itself(gateway: Gateway, closed: App) -> None:
    post = request("/", *EDGE, host=at_host(closed), method="POST", body=b"a=b")
    answer = send(gateway.plain, post)
    assert (answer.status, b"refresh" in answer.body) == (502, False)


def test_head_has_no_body(gateway: Gateway, closed: App) -> None:
    head = request("/", *EDGE, host=at_host(closed), method="HEAD")
    answer = send(gateway.plain, head)
    assert (answer.status, answer.body) == (502, b"")


@pytest.mark.parametrize("fault", [None, "500", "garbage"])
def test_nothing_internal_is_told(
    gateway: Gateway, docker: DockerApi, closed: App, fault: Fault | None
) -> None:
    docker.fault = fault
    for accept in ("text/html", "application/json"):
        answer = send(gateway.plain, request("/", *EDGE, ("Accept", accept), host=at_host(closed)))
        told = (answer.body + repr(answer.headers).encode()).decode()
        for secret in (closed.address, str(docker.socket), "docker.sock", "/var", USER, "lua"):
            assert secret not in told


@pytest.mark.parametrize("host", [HOST, "example.org"])
def test_a_body_that_is_not_wanted_does_not_hurt(gateway: Gateway, host: str) -> None:
    post = request("/runtime/x/", *EDGE, host=host, method="POST", body=b"x" * 100_000)
    assert send(gateway.plain, post).status in (404, 421)
