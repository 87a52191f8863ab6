"""Traefik's routes in docs/how-to/proxy.md take what each preset makes of a URL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from demo.addresses import HOST, C
from demo.loop_thread import Loop, running_loop
from tests.docs.documentation import the
from tests.docs.proxies.behind import Proxy, runtime_url
from tests.docs.proxies.running_app import running_app
from tests.docs.proxies.traefik import traefik

pytestmark = pytest.mark.proxy

_WITH_GATEWAY = the("yaml traefik")
#: By name: the configuration, and which server has which address there.
CONFIGURATIONS = {
    "gateway": _WITH_GATEWAY,
    "gateway, port-path": _WITH_GATEWAY.replace("[0-9a-f]{32}/[0-9]+/`", "[0-9]+/`"),
    "fixed": the("yaml traefik-fixed"),
}
_ADDRESSES = {"openhands": "127.0.0.1:3000", "gateway": "127.0.0.1:8080", "agent": "127.0.0.1:8000"}


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    with running_loop() as loop:
        yield loop


@contextmanager
def _routing(loop: Loop, folder: Path, dynamic: str) -> Iterator[Proxy]:
    with ExitStack() as stack:
        for name, address in _ADDRESSES.items():
            app = stack.enter_context(running_app(loop, name))
            dynamic = dynamic.replace(address, f"127.0.0.1:{app.port}")
        yield stack.enter_context(traefik(folder, "subdomain", dynamic))


@pytest.fixture(scope="module", params=CONFIGURATIONS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def proxy(name: str, loop: Loop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with _routing(loop, tmp_path_factory.mktemp("traefik"), CONFIGURATIONS[name]) as proxy:
        yield proxy


def _routed(proxy: Proxy, url: str) -> tuple[str, str] | None:
    """Which server a request reached, and with which path."""
    answer = proxy.ask(url)
    if answer.status == 404:
        return None
    seen = json.loads(answer.body)
    return seen["app"], seen["path"]


@pytest.mark.parametrize("name", ["gateway"], indirect=True)
@pytest.mark.parametrize("role", ["request", "document"])
@pytest.mark.parametrize("preset", ["subdomain", "path"])
@pytest.mark.parametrize("path", ["/", "/api/git/changes/%2Fworkspace", "//twice"])
def test_a_runtime_route_reaches_the_gateway_unchanged(
    proxy: Proxy, preset: str, role: str, path: str
) -> None:
    url = runtime_url(preset, role, 54928) + path
    assert _routed(proxy, url) == ("gateway", "/" + url.split("/", 3)[3])


@pytest.mark.parametrize("name", ["gateway, port-path"], indirect=True)
def test_a_route_of_port_path_reaches_the_gateway_with_the_documented_pattern(proxy: Proxy) -> None:
    url = runtime_url("port-path", "document", 54928)
    assert _routed(proxy, f"{url}/x") == ("gateway", "/runtime/54928/x")


@pytest.mark.parametrize("path", ["/", f"/conversations/{C}", "/runtimes/1/", "/runtime/x/"])
def test_any_other_path_reaches_openhands(proxy: Proxy, path: str) -> None:
    assert _routed(proxy, f"https://{HOST}{path}") == ("openhands", path)


@pytest.mark.parametrize("name", ["gateway"], indirect=True)
@pytest.mark.parametrize(
    "host", [f"5000-{C}.runtime.{HOST}.evil.example", f"x-{C}.runtime.{HOST}", f"5000.{HOST}"]
)
def test_no_other_host_is_routed(proxy: Proxy, host: str) -> None:
    # The certificate does not have such a name, so that TLS speaks of HOST.
    assert proxy.ask(f"https://{HOST}/", Host=host).status == 404


@pytest.mark.parametrize("name", ["fixed"], indirect=True)
def test_a_known_port_has_its_own_service(proxy: Proxy) -> None:
    url = runtime_url("port-path", "request", 8000)
    assert _routed(proxy, f"{url}/api/x") == ("agent", "/api/x")
