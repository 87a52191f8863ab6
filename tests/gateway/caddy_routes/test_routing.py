"""Where Caddy sends a request, and what the app receives of it."""

from __future__ import annotations

import http.client
import json

import pytest

from demo.addresses import HOST
from tests.gateway.caddy_routes.running_caddy import Ask, Started


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
def test_all_other_requests_go_to_openhands(ask: Ask, path: str) -> None:
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


def test_plain_http_is_sent_to_https(started: Started) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", started.ports.plain, timeout=10)
    connection.request("GET", "/x", headers={"Host": HOST})
    response = connection.getresponse()
    assert (response.status, response.headers["Location"]) == (308, f"https://{HOST}/x")
    connection.close()
