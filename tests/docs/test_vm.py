"""The proxies of vm/: which ports are open, what an app sees, the login, and certificates."""

from __future__ import annotations

import base64
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from demo.addresses import HOST
from demo.sandbox_apps.mirror import ANSWER, Mirror
from demo.sandbox_apps.serve import serving_aiohttp
from frontend_patch.paths import HOME
from tests.docs.documentation import the
from tests.docs.proxies.behind import Behind, Proxy
from tests.docs.proxies.caddy import CADDY
from tests.docs.proxies.vm import PASSWORD, USER, VM, vm_caddy, vm_nginx
from tests.gateway.known import until
from tests.gateway.process import free_ports

pytestmark = pytest.mark.proxy

PROXIES: dict[str, Callable[..., AbstractContextManager[Proxy]]] = {
    "nginx": vm_nginx,
    "caddy": vm_caddy,
}

#: The ports of Agent Canvas 1.20: of its launcher's settings, and the editor's beside them.
OWN_PORTS = ("3001", "8000", "18000", "18001", "19000")

NGINX = (VM / "nginx" / "openhands.conf").read_text()
CADDYFILE = (VM / "caddy" / "Caddyfile").read_text()

LOGIN = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


@pytest.fixture(scope="module")
def behind() -> Iterator[Behind]:
    """OpenHands and an app, and another app that listens on ``[::1]`` alone."""
    [port] = free_ports(1)
    with (
        serving_aiohttp(Mirror().application(), "127.0.0.1") as openhands,
        serving_aiohttp(Mirror().application(), "127.0.0.1") as app,
        serving_aiohttp(Mirror().application(), "::1", port),
    ):
        yield Behind(openhands, app, port)


@pytest.fixture(scope="module", params=PROXIES)
def proxy(
    request: pytest.FixtureRequest, behind: Behind, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    with PROXIES[request.param](tmp_path_factory.mktemp("proxy"), behind, login=True) as proxy:
        yield proxy


@pytest.fixture(params=["request", "document"])
def base(request: pytest.FixtureRequest, proxy: Proxy, behind: Behind) -> str:
    """The URL of an app, for requests and for documents."""
    return proxy.becomes(request.param, behind.app)


def test_both_proxies_open_the_same_ports_and_none_of_openhands() -> None:
    of_nginx = re.findall(r"^  (\d+) 1;", NGINX, re.MULTILINE)
    of_caddy = re.findall(r"@open vars \{args\[0\]\} ([\d ]+)$", CADDYFILE, re.MULTILINE)
    assert [" ".join(of_nginx)] == of_caddy
    assert not {*of_nginx} & {*OWN_PORTS}
    for text in (NGINX, CADDYFILE):
        named = re.search(r"Never add the ports of[^.]*\.", text)
        assert named
        assert tuple(re.findall(r"\d+", named[0])) == OWN_PORTS


@pytest.mark.parametrize("port", [*OWN_PORTS, "22", "05000", "65536", "500000"])
@pytest.mark.parametrize("role", ["request", "document"])
def test_no_other_port_is_open(proxy: Proxy, role: str, port: str) -> None:
    url = f"{proxy.becomes(role, 1).replace('1', port, 1)}/"
    answer = proxy.ask(url, Authorization=LOGIN)
    assert (answer.status, answer.seen) == (404, None)
    if port in OWN_PORTS:
        assert f"Port {port} is not open.".encode() in answer.body


@pytest.mark.parametrize("authorization", [None, LOGIN[:-4], "Bearer x"])
def test_nobody_gets_in_without_the_password(
    proxy: Proxy, base: str, authorization: str | None
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    for url in (f"https://{HOST}/", f"https://{HOST}/api/x", f"{base}/"):
        answer = proxy.ask(url, **headers)
        assert (answer.status, answer.seen) == (401, None)


def test_no_websocket_opens_without_the_password(proxy: Proxy, base: str) -> None:
    for url in (f"https://{HOST}/", f"{base}/"):
        assert proxy.handshake(url).startswith(b"HTTP/1.1 401 ")


def test_neither_openhands_nor_an_app_gets_the_password(proxy: Proxy, base: str) -> None:
    for url in (f"https://{HOST}/", f"{base}/"):
        answer = proxy.ask(url, Authorization=LOGIN)
        assert answer.status == 200
        assert "authorization" not in answer.seen["headers"]


def test_an_app_sees_itself_on_localhost(proxy: Proxy, base: str, behind: Behind) -> None:
    own = re.sub(r"(?<=[a-z])/.*", "", base)
    spoofed = ("Host", "Proto", "For", "Port")
    answer = proxy.ask(
        f"{base}/",
        **{"Authorization": LOGIN, "Origin": own, "X-Real-IP": "192.0.2.1", "Forwarded": "x"},
        **{f"X-Forwarded-{name}": "spoofed" for name in spoofed},
    )
    seen = answer.seen["headers"]
    assert seen["host"] == f"localhost:{behind.app}"
    assert seen["origin"] == f"http://localhost:{behind.app}"
    assert not {"forwarded", "x-real-ip"} & {*seen}
    assert not {f"x-forwarded-{name.lower()}" for name in spoofed} & {*seen}


@pytest.mark.parametrize("origin", ["https://8080.runtime." + HOST, "http://localhost:1", "null"])
def test_an_app_sees_any_other_origin_as_it_is(proxy: Proxy, behind: Behind, origin: str) -> None:
    answer = proxy.ask(
        f"{proxy.becomes('document', behind.app)}/", Authorization=LOGIN, Origin=origin
    )
    assert answer.seen["headers"]["origin"] == origin


def test_openhands_sees_its_public_name(proxy: Proxy) -> None:
    seen = proxy.ask(f"https://{HOST}/", Authorization=LOGIN).seen["headers"]
    assert (seen["host"], seen["x-forwarded-proto"]) == (HOST, "https")


@pytest.mark.parametrize(
    ("location", "of_document", "of_request"),
    [
        (
            "http://localhost:5000/a?b#c",
            f"https://5000.runtime.{HOST}/a?b#c",
            "/runtime/5000/a?b#c",
        ),
        ("http://127.0.0.1:3000/", f"https://3000.runtime.{HOST}/", "/runtime/3000/"),
        ("https://example.org/", "https://example.org/", "https://example.org/"),
        ("http://localhost:5000/../8000/", None, "{route}/"),
        ("http://localhost:5000@example.org/", "{same}", "{route}/"),
        (f"https://{HOST}/api", None, "{route}/"),
        ("/a", "/a", "{route}/a"),
    ],
)
def test_a_redirect_of_an_app_to_localhost_leads_to_a_port(
    proxy: Proxy, behind: Behind, location: str, of_document: str | None, of_request: str
) -> None:
    def answered(role: str) -> str:
        url = f"{proxy.becomes(role, behind.app)}/"
        headers = {"Authorization": LOGIN, ANSWER: f"Location: {location}"}
        return str(proxy.ask(url, **headers).headers["Location"])

    if of_document:
        assert answered("document") == of_document.replace("{same}", location)
    assert answered("request") == of_request.replace("{route}", f"/runtime/{behind.app}")


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-site", 200)])
def test_a_page_of_another_site_may_not_act_on_an_app(
    proxy: Proxy, behind: Behind, site: str, status: int
) -> None:
    url = f"{proxy.becomes('document', behind.app)}/"
    headers = {"Authorization": LOGIN, "Sec-Fetch-Site": site}
    assert proxy.ask(url, "POST", **headers).status == status
    assert proxy.ask(url, **headers).status == 200


@pytest.mark.parametrize("role", ["request", "document"])
def test_an_app_may_listen_by_ipv6_alone(proxy: Proxy, behind: Behind, role: str) -> None:
    url = proxy.becomes(role, behind.live)
    answer = proxy.ask(f"{url}/a%2Fb?c", "PUT", Authorization=LOGIN, Origin=f"https://{HOST}")
    assert answer.status == 200
    seen = answer.seen
    assert (seen["method"], seen["path"]) == ("PUT", "/a%2Fb?c")
    assert seen["headers"]["host"] == f"localhost:{behind.live}"


def test_caddy_gets_a_certificate_for_each_open_port(behind: Behind, tmp_path: Path) -> None:
    with vm_caddy(tmp_path, behind, own_certificate=False) as proxy:
        root = tmp_path / ".local/share/caddy/pki/authorities/local/root.crt"
        own = replace(proxy, authority=root)
        # Caddy gets this certificate after it has started.
        until(root.exists)
        until(lambda: _accepts(own, HOST))
        assert own.ask(f"https://{HOST}/").status == 200
        assert own.ask(f"{own.becomes('document', behind.app)}/").status == 200
        assert not _accepts(own, f"8000.runtime.{HOST}")
        assert not _accepts(own, f"x.runtime.{HOST}")


def _accepts(proxy: Proxy, name: str) -> bool:
    """Whether it has a certificate of that name."""
    context = ssl.create_default_context(cafile=proxy.authority)
    with socket.create_connection(("127.0.0.1", proxy.port)) as plain:
        try:
            context.wrap_socket(plain, server_hostname=name).close()
        except ssl.SSLError:
            return False
    return True


def test_caddy_does_not_start_without_a_login(tmp_path: Path) -> None:
    for path in (VM / "caddy" / "Caddyfile", HOME / "docker" / "caddy" / "app.caddy"):
        shutil.copy(path, tmp_path)
    adapt = [CADDY, "adapt", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile")]
    refused = subprocess.run(adapt, check=False, capture_output=True, text=True)
    assert (refused.returncode, "login.caddy" in refused.stderr) == (1, True)
    (tmp_path / "login.caddy").touch()
    subprocess.run(adapt, check=True, stdout=subprocess.DEVNULL)


def test_the_caddyfile_is_formatted() -> None:
    subprocess.run([CADDY, "fmt", "--diff", VM / "caddy" / "Caddyfile"], check=True)


def test_an_app_is_filtered_as_in_the_nginx_configuration_for_sandboxes() -> None:
    for_apps, for_path = (
        (VM / "nginx" / f"openhands-{name}.conf").read_text() for name in ("app", "path")
    )
    assert the("nginx app") in for_apps
    host = HOST.replace(".", r"\.")
    redirects = [
        line.strip().replace(host, rf"\Q{HOST}\E")
        for line in the("nginx path").splitlines()
        if "proxy_redirect" in line or "proxy_hide_header" in line
    ]
    assert not [line for line in redirects if line not in for_path.splitlines()]
