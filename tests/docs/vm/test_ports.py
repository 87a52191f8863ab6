"""The proxies of vm/: which ports are open, the login, and certificates."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from demo.addresses import HOST
from frontend_patch.paths import HOME
from tests.docs.documentation import the
from tests.docs.proxies.behind import Behind, Proxy
from tests.docs.proxies.caddy import CADDY
from tests.docs.proxies.vm import LOGIN, OWN_PORTS, VM, vm_caddy
from tests.gateway.known import until

pytestmark = pytest.mark.proxy

NGINX = (VM / "nginx" / "openhands.conf").read_text()
CADDYFILE = (VM / "caddy" / "Caddyfile").read_text()


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


def test_neither_openhands_nor_an_app_receives_the_password(proxy: Proxy, base: str) -> None:
    for url in (f"https://{HOST}/", f"{base}/"):
        answer = proxy.ask(url, Authorization=LOGIN)
        assert answer.status == 200
        assert "authorization" not in answer.seen["headers"]


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
