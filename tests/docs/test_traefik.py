"""Traefik's routes in docs/how-to/proxy.md take what each preset makes of a URL."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from demo.addresses import HOST, C
from tests.docs.documentation import the
from tests.docs.proxies.behind import runtime_url
from tests.docs.proxies.traefik import Routed, route

GATEWAY, OPENHANDS = "http://127.0.0.1:8080", "http://127.0.0.1:3000"
DYNAMIC = yaml.safe_load(the("yaml traefik"))
FIXED = yaml.safe_load(the("yaml traefik-fixed"))


@pytest.mark.parametrize("role", ["request", "document"])
@pytest.mark.parametrize("preset", ["subdomain", "path"])
@pytest.mark.parametrize("path", ["/", "/api/git/changes/%2Fworkspace", "//twice"])
def test_a_runtime_route_goes_to_the_gateway_as_it_is(preset: str, role: str, path: str) -> None:
    url = runtime_url(preset, role, 54928) + path
    assert route(DYNAMIC, url) == Routed(GATEWAY, url.partition(HOST)[2])


def test_of_port_path_too_with_the_pattern_that_is_named() -> None:
    changed = yaml.safe_load(the("yaml traefik").replace("[0-9a-f]{32}/[0-9]+/`", "[0-9]+/`"))
    assert changed["http"]["routers"]["runtime"]["rule"].endswith("(`^/runtime/[0-9]+/`)")
    url = runtime_url("port-path", "document", 54928)
    assert route(changed, f"{url}/x") == Routed(GATEWAY, "/runtime/54928/x")


@pytest.mark.parametrize("dynamic", [DYNAMIC, FIXED], ids=["gateway", "fixed"])
@pytest.mark.parametrize("path", ["/", f"/conversations/{C}", "/runtimes/1/", "/runtime/x/"])
def test_all_else_goes_to_openhands(dynamic: dict[str, Any], path: str) -> None:
    assert route(dynamic, f"https://{HOST}{path}") == Routed(OPENHANDS, path)


@pytest.mark.parametrize(
    "host", [f"5000-{C}.runtime.{HOST}.evil.example", f"x-{C}.runtime.{HOST}", f"5000.{HOST}"]
)
def test_no_other_host_is_routed(host: str) -> None:
    assert route(DYNAMIC, f"https://{host}/") is None


def test_a_port_that_is_known_has_its_own_service() -> None:
    url = runtime_url("port-path", "request", 8000)
    assert route(FIXED, f"{url}/api/x") == Routed("http://127.0.0.1:8000", "/api/x")


@pytest.mark.parametrize("dynamic", [DYNAMIC, FIXED], ids=["gateway", "fixed"])
def test_what_is_named_is_there(dynamic: dict[str, Any]) -> None:
    http = dynamic["http"]
    for router in http["routers"].values():
        assert router["service"] in http["services"]
        assert set(router.get("middlewares", [])) <= set(http.get("middlewares", {}))
