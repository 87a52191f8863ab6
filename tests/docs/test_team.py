"""The edge of docs/how-to/team.md, run by a real Caddy before a stand-in for the gateway."""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from demo.addresses import HOST, C
from demo.sandbox_apps.mirror import Mirror
from demo.sandbox_apps.serve import serving_aiohttp
from frontend_patch.paths import HOME
from tests.docs.documentation import the
from tests.docs.oauth2_proxy import NOBODY, oauth2_proxy
from tests.gateway.process import free_ports, running

SITE = the("caddyfile team")
LOAD_BALANCER = the("caddyfile alb")
OAUTH2_PROXY = tomllib.loads(the("toml oauth2-proxy"))
IMAGE_QUESTION = the("sh agent-server-image")
CUSTOM_IMAGE = the("sh custom-image")

CADDY = Path(sys.executable).parent / "caddy"
SECRET = "e" * 64
APP = f"5000-{C}.runtime.{HOST}"

_OPTIONS = "{{\n\tadmin off\n\tauto_https off\n\thttp_port {plain}\n\thttps_port {tls}\n}}\n"


class Edge:
    """Caddy at the edge."""

    def __init__(self, trust: ssl.SSLContext, tls: int, plain: int) -> None:
        self.trust, self.tls, self.plain = trust, tls, plain

    def get(
        self, path: str, host: str = HOST, **headers: str
    ) -> tuple[http.client.HTTPResponse, str]:
        """A response, and its body."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(host)
        plain = socket.create_connection(("127.0.0.1", self.tls), timeout=20)
        connection.sock = self.trust.wrap_socket(plain, server_hostname=host)
        connection.request("GET", path, headers=given)
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        return response, body

    def received(self, path: str, host: str = HOST, **headers: str) -> dict[str, str]:
        """What the gateway receives: headers by their lower-case names."""
        return _headers(self.get(path, host, **headers)[1])


def _headers(body: str) -> dict[str, str]:
    headers: dict[str, str] = json.loads(body)["headers"]
    return headers


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    folder = tmp_path_factory.mktemp("edge")
    authority, trust = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(trust)
    certificate = authority.issue_cert(HOST, f"*.runtime.{HOST}")
    certificate.private_key_pem.write_to_path(folder / "openhands.key")
    for number, blob in enumerate(certificate.cert_chain_pems):
        blob.write_to_path(folder / "openhands.pem", append=number > 0)
    tls, plain, load_balancer = free_ports(3)
    with ExitStack() as stack:
        sign_in = stack.enter_context(serving_aiohttp(oauth2_proxy(), "127.0.0.1"))
        gateway = stack.enter_context(serving_aiohttp(Mirror().application(), "127.0.0.1"))
        sites = SITE + LOAD_BALANCER.replace(":8090", f":{load_balancer}")
        for written, here in {
            "/etc/ssl/": f"{folder}/",
            "127.0.0.1:4180": f"127.0.0.1:{sign_in}",
            "127.0.0.1:8080": f"127.0.0.1:{gateway}",
        }.items():
            sites = sites.replace(written, here)
        caddyfile = folder / "Caddyfile"
        caddyfile.write_text(_OPTIONS.format(tls=tls, plain=plain) + sites)
        command = [str(CADDY), "run", "--adapter", "caddyfile", "--config", str(caddyfile)]
        environment = {"HOME": str(folder), "GATEWAY_EDGE_SECRET": SECRET}
        ports = [tls, load_balancer]
        stack.enter_context(running(command, ports, folder / "caddy.log", environment))
        yield Edge(trust, tls, load_balancer)


HOSTS = pytest.mark.parametrize("host", [HOST, APP])


@HOSTS
def test_the_gateway_receives_the_user_and_the_edges_secret(edge: Edge, host: str) -> None:
    received = edge.received("/x", host, Cookie="_oauth2_proxy=alice")
    assert received["x-cognito-user-id"] == "alice"
    assert received["x-gateway-secret"] == SECRET
    assert received["host"] == host


@HOSTS
def test_nobody_names_another_user(edge: Edge, host: str) -> None:
    forged = {"X_Cognito_User_Id": "alice", "X_Gateway_Secret": "guess"}
    received = edge.received("/x", host, Cookie="_oauth2_proxy=bob", **forged)
    assert received["x-cognito-user-id"] == "bob"
    assert received["x-gateway-secret"] == SECRET


@HOSTS
def test_a_session_without_a_user_is_nobodys(edge: Edge, host: str) -> None:
    cookie = f"_oauth2_proxy={NOBODY}"
    received = edge.received("/x", host, Cookie=cookie, X_Cognito_User_Id="alice")
    assert received.get("x-cognito-user-id", "") == ""


@HOSTS
def test_without_a_session_nothing_reaches_the_gateway(edge: Edge, host: str) -> None:
    response, body = edge.get("/x?y=1", host, X_Cognito_User_Id="alice")
    assert response.status == 302
    start = f"https://{HOST}/oauth2/start?rd=https://{host}/x?y=1"
    assert response.headers["Location"] == start
    assert body == ""


def test_oauth2_proxy_answers_at_its_own_paths(edge: Edge) -> None:
    assert edge.get("/oauth2/start")[1] == "sign in: /oauth2/start"


def test_an_app_has_its_own_paths_below_oauth2(edge: Edge) -> None:
    received = edge.received("/oauth2/start", APP, Cookie="_oauth2_proxy=alice")
    assert received["host"] == APP


class TestBehindALoadBalancer:
    def received(self, edge: Edge, **headers: str) -> dict[str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", edge.plain, timeout=20)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", "/x", headers=given)
        received = _headers(connection.getresponse().read().decode())
        connection.close()
        return received

    def test_the_load_balancers_user_is_the_gateways(self, edge: Edge) -> None:
        received = self.received(edge, X_Amzn_Oidc_Identity="alice", X_Cognito_User_Id="bob")
        assert received["x-cognito-user-id"] == "alice"
        assert received["x-gateway-secret"] == SECRET

    def test_without_a_user_the_header_is_empty(self, edge: Edge) -> None:
        assert self.received(edge, X_Cognito_User_Id="bob")["x-cognito-user-id"] == ""

    def test_the_clients_address_is_kept(self, edge: Edge) -> None:
        received = self.received(edge, X_Forwarded_For="203.0.113.7")
        assert received["x-forwarded-for"].startswith("203.0.113.7")


def test_oauth2_proxy_is_where_caddy_asks_it_and_serves_both_hosts() -> None:
    assert f"forward_auth {OAUTH2_PROXY['http_address']} {{" in SITE
    assert OAUTH2_PROXY["redirect_url"] == f"https://{HOST}/oauth2/callback"
    assert OAUTH2_PROXY["cookie_domains"] == OAUTH2_PROXY["whitelist_domains"] == [f".{HOST}"]
    assert OAUTH2_PROXY["set_xauthrequest"] is OAUTH2_PROXY["reverse_proxy"] is True


def test_the_gateway_keeps_the_cookie_of_oauth2_proxy_from_apps() -> None:
    lua = HOME / "docker" / "openresty" / "lua" / "gateway" / "sign_in_cookies.lua"
    assert '"_oauth2_proxy*"' in lua.read_text()


def test_the_sandboxes_image_is_built_as_documented() -> None:
    [argument] = re.findall(r"--build-arg (\w+)=", CUSTOM_IMAGE)
    dockerfile = HOME / CUSTOM_IMAGE.split()[-1] / "Dockerfile"
    assert f"ARG {argument}\n" in dockerfile.read_text()


def test_the_question_for_the_image_is_python() -> None:
    [code] = re.findall(r"-c '(.+)'", IMAGE_QUESTION)
    compile(code, "question", "exec")
