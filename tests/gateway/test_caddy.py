"""Caddy's routes of the preset ``port-path``, over real sockets."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import trustme

from demo.addresses import HOST
from demo.loop_thread import running_loop
from demo.sandbox_apps.live import live
from demo.sandbox_apps.mirror import ANSWER, Mirror
from demo.sandbox_apps.serve import serving_aiohttp
from demo.stub_server.serve import Ports
from tests.gateway.caddy import CADDYFILE, caddy
from tests.gateway.process import free_ports


@dataclass(frozen=True)
class Started:
    """Caddy, how to trust its certificate, and the ports behind it.

    Attributes:
        app: where the mirror listens, as another does for OpenHands.
        live: where the echo does.
        absent: where nothing does.
        last: the last port that is open to the runtime route.
    """

    ports: Ports
    trust: ssl.SSLContext
    app: int
    live: int
    absent: int
    last: int


Connect = Callable[[], http.client.HTTPConnection]
Ask = Callable[..., tuple[http.client.HTTPResponse, bytes]]


@pytest.fixture(scope="module")
def mirror() -> Mirror:
    return Mirror()


@pytest.fixture(scope="module")
def started(mirror: Mirror, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    authority, trust = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(trust)
    with ExitStack() as stack:
        openhands, app, of_live = (
            stack.enter_context(serving_aiohttp(one, "127.0.0.1"))
            for one in (mirror.application(), mirror.application(), live())
        )
        [absent] = free_ports(1)
        last = max(app, of_live, absent)
        ports = stack.enter_context(
            caddy(
                tmp_path_factory.mktemp("caddy"),
                authority,
                OPENHANDS_UPSTREAM=f"127.0.0.1:{openhands}",
                RUNTIME_PORT_FIRST="1024",
                RUNTIME_PORT_LAST=str(last),
            )
        )
        yield Started(ports, trust, app, of_live, absent, last)


@pytest.fixture(scope="module")
def connect(started: Started) -> Connect:
    def connect() -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(HOST)
        plain = socket.create_connection(("127.0.0.1", started.ports.tls), timeout=10)
        connection.sock = started.trust.wrap_socket(plain, server_hostname=HOST)
        return connection

    return connect


@pytest.fixture(scope="module")
def ask(connect: Connect) -> Ask:
    def ask(
        path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        connection = connect()
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, given)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response, content

    return ask


@pytest.fixture
def prefix(started: Started) -> str:
    return f"/runtime/{started.app}"


def test_the_caddyfile_is_formatted() -> None:
    subprocess.run(["caddy", "fmt", "--diff", CADDYFILE], check=True)


def test_the_caddyfile_is_valid_without_any_variable() -> None:
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(CADDYFILE)]
    subprocess.run(command, check=True)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api/git/changes/%2Fworkspace%2Fproject",
        "//twice//",
        "/a%20b/%C3%A9?q=%2F&r=a+b",
        "/?tkn=t&folder=/w",
        "/runtime/1234/x",
    ],
)
def test_the_app_gets_the_path_byte_for_byte(ask: Ask, prefix: str, path: str) -> None:
    response, body = ask(prefix + path)
    assert (response.status, json.loads(body)["path"]) == (200, path)


@pytest.mark.parametrize("path", ["/", "/conversations/x", "/api/%2Fx?q=1", "/runtimes/1"])
def test_all_else_goes_to_openhands(ask: Ask, path: str) -> None:
    response, body = ask(path)
    assert (response.status, json.loads(body)["path"]) == (200, path)


def test_method_and_body_arrive(ask: Ask, prefix: str) -> None:
    _, body = ask(f"{prefix}/items", "PUT", b"the body")
    seen = json.loads(body)
    assert (seen["method"], seen["body"]) == ("PUT", "the body")


def test_the_app_is_told_where_it_is_and_not_by_the_caller(ask: Ask, prefix: str) -> None:
    spoofed = {f"X_Forwarded_{name}": "spoofed" for name in ("For", "Host", "Proto", "Prefix")}
    _, body = ask(f"{prefix}/", **spoofed)
    headers = json.loads(body)["headers"]
    assert headers["host"] == HOST
    told = {name: headers[f"x-forwarded-{name}"] for name in ("for", "host", "proto", "prefix")}
    assert told == {"for": "127.0.0.1", "host": HOST, "proto": "https", "prefix": prefix}


@pytest.mark.parametrize("port", ["22", "0", "1023", "99999", "065000", "1e4", "-1", "", "%32%32"])
def test_a_port_out_of_range_or_none_is_404(ask: Ask, port: str) -> None:
    response, body = ask(f"/runtime/{port}/")
    assert response.status == 404
    assert b"untime route" in body


def test_the_port_after_the_last_is_404(ask: Ask, started: Started) -> None:
    assert ask(f"/runtime/{started.last + 1}/")[0].status == 404


def test_an_app_that_does_not_listen_is_502(ask: Ask, started: Started) -> None:
    response, body = ask(f"/runtime/{started.absent}/")
    assert (response.status, body) == (502, b"502 Bad Gateway")


def test_a_route_without_its_slash_is_sent_to_the_one_with(ask: Ask, prefix: str) -> None:
    response, _ = ask(f"{prefix}?a=1")
    assert (response.status, response.headers["Location"]) == (308, f"{prefix}/?a=1")


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


def test_what_openhands_answers_is_not_moved(ask: Ask) -> None:
    assert ask("/", **{ANSWER: "Location: /login"})[0].headers["Location"] == "/login"
    assert ask("/", **{ANSWER: "Set-Cookie: a=b; Path=/"})[0].headers["Set-Cookie"] == "a=b; Path=/"


def test_a_root_relative_url_of_an_app_is_sent_to_the_app(ask: Ask, prefix: str) -> None:
    response, _ = ask("/items?q=1", "POST", b"", Referer=f"https://{HOST}{prefix}/page")
    assert (response.status, response.headers["Location"]) == (307, f"{prefix}/items?q=1")


@pytest.mark.parametrize(
    "referer",
    [
        f"https://{HOST}/conversations/x",
        "https://example.org/runtime/5000/",
        f"https://example.org/?https://{HOST}/runtime/5000/",
    ],
)
def test_no_other_page_is_sent_to_an_app(ask: Ask, referer: str) -> None:
    assert ask("/items", Referer=referer)[0].status == 200


def test_an_upload_streams(connect: Connect, prefix: str, mirror: Mirror) -> None:
    mirror.arrived.clear()
    connection = connect()
    connection.putrequest("POST", f"{prefix}/upload")
    connection.putheader("Content-Length", str(2**20))
    connection.endheaders(b"x")
    assert mirror.arrived.wait(5)
    connection.send(bytes(2**20 - 1))
    assert json.loads(connection.getresponse().read()) == 2**20
    connection.close()


@pytest.mark.parametrize("kind", ["text/event-stream", "text/plain", "application/octet-stream"])
def test_a_long_answer_streams(connect: Connect, prefix: str, mirror: Mirror, kind: str) -> None:
    mirror.read.clear()
    connection = connect()
    connection.request("GET", f"{prefix}/download?type={kind}")
    response = connection.getresponse()
    assert response.read1() == b"first"
    mirror.read.set()
    assert response.read() == b", last"
    connection.close()


def test_a_websocket_passes(started: Started) -> None:
    async def talk() -> list[Any]:
        url = f"https://127.0.0.1:{started.ports.tls}/runtime/{started.live}/echo"
        async with aiohttp.ClientSession() as session:
            # The session ends what is still open at once; its own end would not be waited for.
            one = await session.ws_connect(
                url, ssl=started.trust, server_hostname=HOST, headers={"Host": HOST}
            )
            await one.send_str("hello")
            await one.send_bytes(b"\0\xff")
            return [(await one.receive()).data for _ in range(2)]

    with running_loop() as loop:
        assert loop.run(talk()) == ["hello", b"\0\xff"]


def test_plain_http_is_sent_to_https(started: Started) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", started.ports.plain, timeout=10)
    connection.request("GET", "/x", headers={"Host": HOST})
    response = connection.getresponse()
    assert (response.status, response.headers["Location"]) == (308, f"https://{HOST}/x")
    connection.close()
