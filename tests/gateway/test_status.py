"""A client receives one complete response for each request, whatever status an app sends."""

from __future__ import annotations

import select
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from demo.addresses import HOST
from demo.stub_server.serve import Ports
from tests.gateway.answers import all_answers, read_to_end
from tests.gateway.app import App
from tests.gateway.ask import EDGE, Answer, at_host, at_path, connect, request, send
from tests.gateway.nginx import Gateway
from tests.gateway.pooling_edge import SESSION, pooling_edge
from tests.gateway.raw_app import raw_app, read_until
from tests.gateway.sandboxes import Sandboxes

#: A second response that an app sends after the first, for another user.
SMUGGLED = (
    b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nSet-Cookie: session=evil; Path=/\r\n"
    b"Service-Worker-Allowed: /\r\n\r\nevil"
)

#: What frames the body of the first answer, and that body.
FRAMINGS = {
    "none": (b"", b""),
    "a length": (b"Content-Length: 2\r\n", b"ok"),
    "no body": (b"Content-Length: 0\r\n", b""),
    "chunks": (b"Transfer-Encoding: chunked\r\n", b"2\r\nok\r\n0\r\n\r\n"),
    "the end of the connection": (b"Connection: close\r\n", b""),
    "an upgrade": (b"Connection: Upgrade\r\nUpgrade: websocket\r\n", b""),
}

STATUSES = ["000", "001", "099", "100", "101", "102", "103", "104", "199"]
VALID = ["200", "204", "205", "206", "226", "299", "304", "404", "407", "500", "599"]
TOO_HIGH = ["600", "777", "999"]

ROUTES: dict[str, Callable[[App], bytes]] = {
    "path": lambda app: request(f"{at_path(app)}/x", *EDGE),
    "subdomain": lambda app: request("/x", *EDGE, host=at_host(app)),
}


def _two_answers(gateway: Gateway, first: bytes) -> list[Answer]:
    """Asks the app, then OpenHands, on one connection; returns every answer on it."""
    first = first.replace(b"Connection: close\r\n", b"")
    with connect(gateway.plain) as sock:
        sock.sendall(first + request("/api/of-main", *EDGE))
        received = read_to_end(sock)
    assert received.startswith(b"HTTP/1.1 ")
    assert b"HTTP/1.1 1" not in received, received
    return all_answers(received)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("framing", FRAMINGS)
@pytest.mark.parametrize("status", [*STATUSES, *VALID, *TOO_HIGH])
def test_the_next_answer_of_a_connection_is_not_the_apps(
    gateway: Gateway, app: App, status: str, framing: str, route: str
) -> None:
    headers, body = FRAMINGS[framing]
    app.answers["/x"] = b"HTTP/1.1 %s Whatever\r\n%s\r\n%s%s" % (
        status.encode(),
        headers,
        body,
        SMUGGLED,
    )
    answers = _two_answers(gateway, ROUTES[route](app))
    expected = int(status) if status in VALID else 502
    assert answers[0].status == expected
    assert answers[0].all("Set-Cookie") == []
    if status in VALID:
        assert [answer.json["path"] for answer in answers[1:]] == ["/api/of-main"]
    else:
        assert answers[0]["Connection"] == "close"
        assert answers[1:] == []


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "line",
    [
        b"HTTP/1.1 20 OK",
        b"HTTP/1.1 2000 OK",
        b"HTTP/1.1 -20 OK",
        b"HTTP/1.1 2x0 OK",
        b"HTTP/1.1",
        b"HTTP/2 200",
        b"HTTP/0.9 200 OK",
        b"HTTP/1.1\t200 OK",
        b"http/1.1 200 OK",
        b" HTTP/1.1 200 OK",
        b"\r\nHTTP/1.1 200 OK",
        b"ICY 200 OK",
        b"<html>",
        b"\0\0\0\0",
    ],
)
def test_an_answer_without_a_status_line_of_http_is_cut_off(
    gateway: Gateway, app: App, line: bytes, route: str
) -> None:
    app.answers["/x"] = line + b"\r\nContent-Length: 0\r\n\r\n" + SMUGGLED
    with connect(gateway.plain) as sock:
        sock.sendall(ROUTES[route](app))
        assert read_to_end(sock) == b""


@pytest.mark.parametrize(
    "line",
    [
        b"HTTP/1.1 200",
        b"HTTP/1.1  200 OK",
        b"HTTP/1.1 200.7 x",
        b"HTTP/1.1 200 \x01\xff\0",
        b"HTTP/1.9 200 OK",
    ],
)
def test_the_status_line_is_written_by_the_gateway(gateway: Gateway, app: App, line: bytes) -> None:
    app.answers["/x"] = line + b"\r\nContent-Length: 2\r\n\r\nok"
    with connect(gateway.plain) as sock:
        sock.sendall(ROUTES["subdomain"](app))
        assert read_to_end(sock).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_refused_status_is_explained(gateway: Gateway, app: App) -> None:
    app.answers["/x"] = b"HTTP/1.1 103 Early Hints\r\nSet-Cookie: a=b\r\n\r\n" + SMUGGLED
    asked = request("/x", *EDGE, ("Accept", "application/json"), host=at_host(app))
    answer = send(gateway.plain, asked)
    assert (answer.status, answer.json["error"]) == (502, "ERR_STATUS")
    assert answer.all("Set-Cookie") == []


def test_an_upload_that_expects_100_continue_is_answered(gateway: Gateway, app: App) -> None:
    expects = ("Expect", "100-continue")
    asked = request("/x", *EDGE, expects, host=at_host(app), method="POST", body=b"data")
    head, body = asked[:-4], asked[-4:]
    with connect(gateway.plain) as sock:
        sock.sendall(head)
        assert read_until(sock, b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(body)
        [answer] = all_answers(read_to_end(sock))
    assert answer.json["body"] == "data"
    assert answer.received("Expect") == []


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory, gateway: Gateway) -> Iterator[Ports]:
    with pooling_edge(tmp_path_factory.mktemp("caddy"), gateway.plain) as ports:
        yield ports


def _as_user(user: str, host: str, path: str) -> bytes:
    return request(path, ("Cookie", f"{SESSION}=of-{user}"), host=host)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("status", STATUSES)
def test_no_user_receives_the_answer_of_anothers_app_from_a_pooled_connection(
    edge: Ports, sandboxes: Sandboxes, status: str, route: str
) -> None:
    with ExitStack() as stack:
        hostile = stack.enter_context(raw_app(sandboxes, user="alice"))
        by_path = HOST, f"{at_path(hostile.app)}/"
        host, path = by_path if route == "path" else (at_host(hostile.app), "/")
        alice = stack.enter_context(connect(edge.tls, tls=True))
        alice.sendall(_as_user("alice", host, path))
        app = stack.enter_context(hostile.accept()[0])
        app.sendall(
            b"HTTP/1.1 %s Whatever\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
            % status.encode()
        )
        read_to_end(alice)
        bob = stack.enter_context(connect(edge.tls, tls=True))
        bob.sendall(_as_user("bob", HOST, "/api/of-main"))
        if not select.select([bob], [], [], 0.5)[0]:
            # The gateway still passes on what the app sends.
            app.sendall(SMUGGLED)
        [answer] = all_answers(read_to_end(bob))
    assert answer.json["path"] == "/api/of-main"
    assert answer.received("X-Cognito-User-Id") == ["bob"]
