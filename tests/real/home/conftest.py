"""Fixtures: OpenHands for one person behind docker/caddy, without Docker."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme
from playwright.sync_api import Playwright

from demo.addresses import HOST
from demo.real.client import Client
from demo.real.deployment.deployment import openhands_version
from demo.real.deployment.script import scripted_model
from demo.real.deployment.ui import patched_ui
from demo.real.install import cache_folder
from demo.real.server import RealServer
from demo.real.vscode import vscode_volume
from demo.stub_server.serve import Ports
from tests.docs.proxies.vm import LOGIN_CADDY, PASSWORD, USER
from tests.gateway.caddy import CADDYFILE, running_caddy
from tests.real.home.person import Person
from tests.server.people import patched
from tests.support.browser import launch_arguments


@dataclass(frozen=True)
class Home:
    """OpenHands that runs.

    Attributes:
        proxy: where Caddy listens.
        server: the server behind it.
        secret: Caddy sends it to the server.
    """

    proxy: Ports
    server: RealServer
    secret: str

    @property
    def client(self) -> Client:
        """Asks the server as Caddy does."""
        return Client(self.server.url, {"X-Gateway-Proof": self.secret})


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """As docker/compose.home.yaml starts it; sandboxes publish their ports on 127.0.0.1."""
    folder = tmp_path_factory.mktemp("home")
    ui = patched_ui(cache_folder() / "agent-canvas", folder, print, "port-path")
    secret = secrets.token_hex(32)
    caddy_folder = Path(shutil.copytree(CADDYFILE.parent, folder / "caddy"))
    (caddy_folder / "login.caddy").write_text(LOGIN_CADDY)
    authority = trustme.CA()
    with (
        scripted_model() as model,
        RealServer(
            openhands_version(),
            folder / "openhands",
            command=patched,
            env={
                "OPENHANDS_IDENTITY": "single",
                "FORWARDED_ALLOW_IPS": "127.0.0.1",
                "GATEWAY_OPENHANDS_SECRET": secret,
                "SANDBOX_VOLUMES": vscode_volume(progress=print),
                **model.environment(),
            },
            ui=ui,
        ) as server,
        running_caddy(
            str(Path(sys.executable).with_name("caddy")),
            caddy_folder / "Caddyfile",
            folder,
            authority,
            {
                "OPENHANDS_UPSTREAM": f"127.0.0.1:{server.port}",
                "GATEWAY_OPENHANDS_SECRET": secret,
                "CADDY_OPTIONS": "auto_https disable_redirects",
            },
            is_redirecting=False,
        ) as proxy,
    ):
        yield Home(proxy, server, secret)


@pytest.fixture
def person(playwright: Playwright, home: Home) -> Iterator[Person]:
    """At a browser of another machine, which reaches Caddy alone."""
    with playwright.chromium.launch(**launch_arguments(playwright, home.proxy, HOST)) as browser:
        context = browser.new_context(
            http_credentials={"username": USER, "password": PASSWORD}, ignore_https_errors=True
        )
        yield Person(context)
