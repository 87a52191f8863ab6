"""Which requests reach a sandbox's app, and which path it receives."""

from __future__ import annotations

import pytest

from demo.addresses import HOST, C
from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, request, send
from tests.gateway.nginx import Gateway

#: What follows the port in the path, or the host in the subdomain's URL: as sent, and as received.
PATHS = [
    "/",
    "/a/b?c=d",
    "/?folder=/w&tkn=%20",
    "/%2Fworkspace%2Fproject",
    "//double//slash",
    "/a/./b/../c",
    "/a/%2e%2e/%2E/up",
    "/a%2F..%2Fb",
    "/%C3%BC/%ff",
    "/a;b=c,d:@!$&'()*+~|^`{}<>\"\\[]",
    "/a?b?c/../d//e%00",
    "/a%3Fb%23c",
    "/runtime/x/../y",
    "/https://example.org/",
    "/.gateway/containersX",
]


@pytest.mark.parametrize("path", PATHS)
def test_the_path_arrives_byte_for_byte_by_the_subdomain(
    gateway: Gateway, app: App, path: str
) -> None:
    answer = send(gateway.plain, request(path, *EDGE, host=at_host(app)))
    assert (answer.json["app"], answer.json["path"]) == (app.name, path)


@pytest.mark.parametrize("path", PATHS)
def test_the_path_arrives_byte_for_byte_by_the_path_route(
    gateway: Gateway, app: App, path: str
) -> None:
    answer = send(gateway.plain, request(f"{at_path(app)}{path}", *EDGE))
    assert (answer.json["app"], answer.json["path"]) == (app.name, path)


def test_everything_else_is_the_openhands_servers(gateway: Gateway) -> None:
    answer = send(gateway.plain, request("/api/%2F//x?y", *EDGE))
    assert (answer.json["app"], answer.json["path"]) == ("openhands", "/api/%2F//x?y")


def test_over_tls(gateway: Gateway, app: App) -> None:
    answer = send(gateway.tls, request("/", *EDGE, host=at_host(app)), tls=True)
    assert answer.json["app"] == app.name
    assert answer.received("X-Forwarded-Proto") == ["https"]


def test_a_host_name_in_upper_case_with_a_port_and_a_final_dot(gateway: Gateway, app: App) -> None:
    host = at_host(app).upper() + ".:8443"
    assert send(gateway.plain, request("/", *EDGE, host=host)).json["app"] == app.name


@pytest.mark.parametrize(("rest", "becomes"), [("", "/"), ("?a=b", "/?a=b")])
def test_a_path_route_without_its_slash_is_sent_there(
    gateway: Gateway, rest: str, becomes: str
) -> None:
    answer = send(gateway.plain, request(f"/runtime/{C}/5000{rest}", *EDGE))
    assert (answer.status, answer["Location"]) == (308, f"/runtime/{C}/5000{becomes}")


def test_a_form_that_is_posted_there_arrives(gateway: Gateway, app: App) -> None:
    post = request(f"{at_path(app)}?a=b", *EDGE, method="POST", body=b"x")
    answer = send(gateway.plain, post)
    assert (answer.json["path"], answer.json["body"]) == ("/?a=b", "x")


@pytest.mark.parametrize(
    "port", ["0", "05000", "65536", "123456", "5000x", "+5000", "-1", "", "%35"]
)
def test_a_port_is_a_number_from_1_to_65535(gateway: Gateway, port: str) -> None:
    assert send(gateway.plain, request(f"/runtime/{C}/{port}/", *EDGE)).status == 404


@pytest.mark.parametrize("port", ["0", "05000", "65536", "x", ""])
def test_a_port_in_a_host_name_is_a_number_from_1_to_65535(gateway: Gateway, port: str) -> None:
    host = f"{port}-{C}.runtime.{HOST}"
    assert send(gateway.plain, request("/", *EDGE, host=host)).status == 404


@pytest.mark.parametrize(
    "conversation",
    [
        C[:-1],
        C + "0",
        C.upper(),
        "3f0c8a52-7a1e-4b60-9c2d-0a1b2c3d4e5f",
        "g" * 32,
        "",
        "..",
        "5000",
    ],
)
def test_a_conversation_is_32_lower_case_hex_digits(gateway: Gateway, conversation: str) -> None:
    assert send(gateway.plain, request(f"/runtime/{conversation}/5000/", *EDGE)).status == 404


@pytest.mark.parametrize("port", [22, 25, 53, 6000, 6379, 10080])
def test_ports_that_never_speak_http_are_refused(gateway: Gateway, app: App, port: int) -> None:
    for asked in (
        request("/", *EDGE, host=f"{port}-{app.name}.runtime.{HOST}"),
        request(f"/runtime/{app.name}/{port}/", *EDGE),
    ):
        assert send(gateway.plain, asked).status == 403
    assert app.requests == 0


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        f"evil{HOST}",
        f"{HOST}.evil.example",
        f"5000-{C}.runtime.{HOST}.evil.example",
        f"5000-{C}.runtime.evil.example",
        "127.0.0.1",
    ],
)
def test_other_host_names_are_not_served(gateway: Gateway, host: str) -> None:
    assert send(gateway.plain, request("/", *EDGE, host=host)).status == 421


def test_a_target_that_names_another_host_than_the_header_is_refused(gateway: Gateway) -> None:
    target = f"http://{HOST}/"
    assert (
        send(gateway.plain, request(target, *EDGE, host=f"5000-{C}.runtime.{HOST}")).status == 421
    )


@pytest.mark.parametrize(("rest", "becomes"), [("/x%2F?y", "/x%2F?y"), ("/", "/"), ("", "/")])
def test_a_target_with_its_host_is_a_path(
    gateway: Gateway, app: App, rest: str, becomes: str
) -> None:
    target = f"http://{at_host(app)}{rest}"
    answer = send(gateway.plain, request(target, *EDGE, host=at_host(app)))
    assert (answer.json["app"], answer.json["path"]) == (app.name, becomes)
    by_path = request(f"http://{HOST}{at_path(app)}/x", *EDGE)
    assert send(gateway.plain, by_path).json["path"] == "/x"


def test_dots_do_not_lead_out_of_a_sandbox_nor_into_one(gateway: Gateway, app: App) -> None:
    out = send(gateway.plain, request(f"{at_path(app)}/../../../api", *EDGE))
    assert (out.json["app"], out.json["path"]) == (app.name, "/../../../api")
    into = send(gateway.plain, request(f"/x/..{at_path(app)}/", *EDGE))
    assert into.json["app"] == "openhands"


@pytest.mark.parametrize(
    "path",
    ["/.gateway/containers", "/%2egateway/containers", "/x/../.gateway/containers?filters={}"],
)
def test_dockers_api_cannot_be_asked(gateway: Gateway, path: str) -> None:
    assert send(gateway.plain, request(path, *EDGE)).status == 404
