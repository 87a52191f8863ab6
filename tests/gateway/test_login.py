"""Caddy for one person: one port, a password, and the proof that OpenHands requires."""

from __future__ import annotations

import base64
import http.client
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from demo.addresses import HOST
from demo.sandbox_apps.mirror import Mirror
from demo.sandbox_apps.serve import serving_aiohttp
from tests.gateway.caddy import CADDYFILE, running_caddy

#: `basic_auth` is a word from 2.8 on: not Debian's Caddy.
CADDY = Path(sys.executable).parent / "caddy"
PASSWORD, SECRET = "correct horse", "s" * 32
OWN = "Basic " + base64.b64encode(f"me:{PASSWORD}".encode()).decode()


class Home:
    """Caddy, with OpenHands and an app behind it, both of which return what they receive."""

    def __init__(self, trust: ssl.SSLContext, tls: int, plain: int, app: int) -> None:
        self.trust, self.tls, self.plain, self.app = trust, tls, plain, app

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """The status and body of a response."""
        connection = http.client.HTTPConnection(HOST)
        connection.sock = self.trust.wrap_socket(
            socket.create_connection(("127.0.0.1", self.tls), timeout=20), server_hostname=HOST
        )
        connection.request(
            "GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        return response.status, body


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(CADDYFILE.parent, folder, dirs_exist_ok=True)
    hashed = subprocess.run(
        [CADDY, "hash-password", "--plaintext", PASSWORD],
        check=True,
        capture_output=True,
        text=True,
    )
    (folder / "login.caddy").write_text(f"basic_auth {{\n\tme {hashed.stdout.strip()}\n}}\n")
    authority, trust = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(trust)
    with ExitStack() as stack:
        openhands, app = (
            stack.enter_context(serving_aiohttp(Mirror().application(), "127.0.0.1"))
            for _ in range(2)
        )
        ports = stack.enter_context(
            running_caddy(
                str(CADDY),
                folder / "Caddyfile",
                folder,
                authority,
                {
                    "CADDY_OPTIONS": "auto_https disable_redirects",
                    "GATEWAY_OPENHANDS_SECRET": SECRET,
                    "OPENHANDS_UPSTREAM": f"127.0.0.1:{openhands}",
                    "RUNTIME_PORT_FIRST": "1024",
                },
                is_redirecting=False,
            )
        )
        yield Home(trust, ports.tls, ports.plain, app)


@pytest.mark.parametrize("path", ["/", "/api/settings", "/runtime/{app}/"])
def test_nothing_opens_without_the_password(home: Home, path: str) -> None:
    path = path.format(app=home.app)
    assert home.get(path)[0] == 401
    wrong = "Basic " + base64.b64encode(b"me:wrong").decode()
    assert home.get(path, Authorization=wrong)[0] == 401


def test_openhands_receives_the_proof(home: Home) -> None:
    status, body = home.get("/api/x", Authorization=OWN, X_Gateway_Proof="forged")
    assert status == 200
    assert SECRET in body
    assert "forged" not in body


def test_an_app_receives_neither_the_proof_nor_the_password(home: Home) -> None:
    status, body = home.get(f"/runtime/{home.app}/", Authorization=OWN)
    assert status == 200
    assert SECRET not in body
    assert OWN.removeprefix("Basic ") not in body


def test_caddy_listens_at_one_port(home: Home) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", home.plain), timeout=5)
