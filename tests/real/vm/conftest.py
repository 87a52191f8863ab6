"""Fixtures: Agent Canvas from npm, its agent server from PyPI, a scripted model, and apps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from demo.addresses import HOST
from demo.real.agent_canvas import AgentCanvas
from demo.real.agent_canvas.install import install
from demo.real.client import Client
from demo.real.model import Call, Say, Script, Turn, running_model
from demo.real.ui import PIN
from demo.stub_server.serve import Ports
from tests.docs.proxies.behind import Behind, Proxy
from tests.docs.proxies.vm import PASSWORD, USER, vm_caddy, vm_nginx
from tests.gateway.process import free_ports
from tests.real.vm.apps import prepared_apps
from tests.real.vm.person import Person
from tests.support.browser import launch_arguments

PROXIES = {"nginx": vm_nginx, "caddy": vm_caddy}


@dataclass(frozen=True)
class Machine:
    """Agent Canvas that runs, and the folder of the apps that its agent starts."""

    canvas: AgentCanvas
    apps: Path


@pytest.fixture(scope="package")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("vm")
    ingress, ui, automation, agent = free_ports(4)
    services = {"ingress": ingress, "UI": ui, "automation": automation, "agent server": agent}
    version = PIN["version"]
    with prepared_apps(folder / "apps", install(version, print)) as start:
        answer = (
            "They run: http://localhost:5000/, [Vite](http://localhost:5173/) and "
            f"**http://localhost:38080/**. This is [OpenHands itself](http://localhost:{ingress}/)."
        )
        turns = [Turn("start the apps", [Call("terminal", {"command": start}), Say(answer)])]
        with (
            running_model(Script(turns)) as model,
            AgentCanvas(version, folder, services, progress=print) as canvas,
        ):
            llm = {
                "model": "openai/scripted",
                "api_key": model.api_key,
                "base_url": f"{model.url}/v1",
            }
            client = Client(canvas.url, {"X-Session-API-Key": canvas.api_key})
            client.request("POST", "/api/profiles/scripted", {"llm": llm})
            client.request("POST", "/api/profiles/scripted/activate", {})
            yield Machine(canvas, folder / "apps")


@pytest.fixture(scope="package", params=PROXIES)
def proxy(
    request: pytest.FixtureRequest, machine: Machine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """A proxy of vm/ with its login, in which a person has opened port 38080, too."""
    behind = Behind(machine.canvas.ports["ingress"], 38080, 38080)
    with PROXIES[request.param](tmp_path_factory.mktemp("proxy"), behind, login=True) as proxy:
        yield proxy


@pytest.fixture
def person(playwright: Playwright, proxy: Proxy) -> Iterator[Person]:
    """At a browser that finds the proxy."""
    arguments = launch_arguments(
        playwright, Ports(proxy.port, proxy.port), HOST, f"*.runtime.{HOST}"
    )
    with playwright.chromium.launch(**arguments) as browser:
        context = browser.new_context(
            http_credentials={"username": USER, "password": PASSWORD},
            viewport={"width": 1500, "height": 900},
        )
        yield Person(context)
