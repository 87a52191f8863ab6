"""Requests that pages of other origins send with the user's cookies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from demo.addresses import HOST, C
from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.handshake import ASKS
from tests.gateway.nginx import SECRET, Gateway, Settings, running_gateway

OWN = f"https://{HOST}"
OF_APP = f"https://5000-{C}.runtime.{HOST}"

#: Origin and Sec-Fetch-Site as a client sends them, and whether they are the main site's.
SENDERS: dict[str, tuple[dict[str, str], bool]] = {
    "no browser": ({}, True),
    "the main site": ({"Origin": OWN, "Sec-Fetch-Site": "same-origin"}, True),
    "the main site, in an older browser": ({"Origin": OWN}, True),
    "the address bar": ({"Sec-Fetch-Site": "none"}, True),
    "the main site without Origin": ({"Sec-Fetch-Site": "same-origin"}, True),
    "an app": ({"Origin": OF_APP, "Sec-Fetch-Site": "same-site"}, False),
    "an app, in an older browser": ({"Origin": OF_APP}, False),
    "an app without Origin": ({"Sec-Fetch-Site": "same-site"}, False),
    "another site": ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, False),
    "another site without Origin": ({"Sec-Fetch-Site": "cross-site"}, False),
    "a sandboxed document": ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, False),
    "an opaque origin": ({"Origin": "null"}, False),
    "another port": ({"Origin": f"{OWN}:8443", "Sec-Fetch-Site": "same-site"}, False),
    "another port, in an older browser": ({"Origin": f"{OWN}:8443"}, False),
    "a name that ends alike": ({"Origin": f"https://evil{HOST}"}, False),
    "a name that begins alike": ({"Origin": f"https://{HOST}.evil.example"}, False),
    "user information": ({"Origin": f"https://{HOST}@evil.example"}, False),
    "an empty Origin": ({"Origin": ""}, False),
    "two origins": ({"Origin": f"{OWN}\r\nOrigin: {OF_APP}"}, False),
    "a contradiction": ({"Origin": OWN, "Sec-Fetch-Site": "cross-site"}, False),
    "an unknown site": ({"Sec-Fetch-Site": "x"}, False),
}

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "websocket"]
SAFE = {"GET", "HEAD", "OPTIONS"}

ROUTES: dict[str, Callable[[App], tuple[str, str]]] = {
    "main": lambda _app: (HOST, "/api/settings"),
    "path": lambda app: (HOST, f"{at_path(app)}/x"),
    "subdomain": lambda app: (at_host(app), "/x"),
}


def _status(gateway: Gateway, target: tuple[str, str], method: str, headers: dict[str, str]) -> int:
    host, path = target
    if method == "websocket":
        method, headers = "GET", ASKS | headers
    asked = request(path, *EDGE, *headers.items(), host=host, method=method)
    return send(gateway.plain, asked).status


@pytest.mark.parametrize("route", ["main", "path"])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sender", SENDERS)
def test_only_the_main_sites_own_pages_change_something_on_its_host(
    gateway: Gateway, app: App, sender: str, method: str, route: str
) -> None:
    headers, is_own = SENDERS[sender]
    expected = 200 if is_own or method in SAFE else 403
    assert _status(gateway, ROUTES[route](app), method, headers) == expected


def _websocket_senders(app: App) -> dict[str, bool]:
    return {
        OWN: True,
        f"https://{at_host(app)}": True,
        f"https://{at_host(app)}:8443": True,
        f"https://3000-{app.name}.runtime.{HOST}": True,
        f"https://3000-{'0' * 32}.runtime.{HOST}": False,
        f"https://{app.name}.runtime.{HOST}": False,
        f"https://3000-{app.name}.runtime.evil.example": False,
        f"https://{at_host(app)}.evil.example": False,
        f"https://x@{at_host(app)}": False,
        "https://evil.example": False,
        "null": False,
        "": False,
    }


def test_a_websocket_to_an_app_comes_from_its_conversation_or_the_main_site(
    gateway: Gateway, app: App
) -> None:
    target = ROUTES["subdomain"](app)
    for origin, is_allowed in _websocket_senders(app).items():
        status = _status(gateway, target, "websocket", {"Origin": origin})
        assert (origin, status) == (origin, 200 if is_allowed else 403)
    assert _status(gateway, target, "websocket", {}) == 200
    assert _status(gateway, target, "websocket", {"Sec-Fetch-Site": "cross-site"}) == 403


@pytest.mark.parametrize("method", METHODS[:-1])
@pytest.mark.parametrize("sender", SENDERS)
def test_other_requests_to_an_apps_own_host_are_the_apps_to_judge(
    gateway: Gateway, app: App, sender: str, method: str
) -> None:
    headers, _ = SENDERS[sender]
    assert _status(gateway, ROUTES["subdomain"](app), method, headers) == 200


@pytest.mark.parametrize("route", ROUTES)
def test_a_setting_trusts_further_origins(
    docker: DockerApi, app: App, openhands: App, tmp_path: Path, route: str
) -> None:
    lua = {"edge_secret": SECRET, "trusted_origins": ["https://Sign-in.example"]}
    settings = Settings(docker.socket, f"127.0.0.1:{openhands.port}", lua=lua)
    headers = {"Origin": "https://sign-in.example", "Sec-Fetch-Site": "cross-site"}
    with running_gateway(tmp_path, settings) as gateway:
        for method in ("POST", "websocket"):
            assert _status(gateway, ROUTES[route](app), method, headers) == 200


#: Of Sec-Fetch-Dest: what pages of OpenHands ask of the path route.
WANTED = ["empty", "document", "iframe", "frame", "image", "audio", "video", "track", "websocket"]
REFUSED = [
    "audioworklet",
    "embed",
    "fencedframe",
    "font",
    "json",
    "manifest",
    "object",
    "paintworklet",
    "report",
    "script",
    "serviceworker",
    "sharedworker",
    "speculationrules",
    "style",
    "webidentity",
    "worker",
    "xslt",
    "anything",
    "",
]


@pytest.mark.parametrize("dest", WANTED + REFUSED)
def test_nothing_of_the_path_route_is_loaded_as_code(gateway: Gateway, app: App, dest: str) -> None:
    headers = {"Sec-Fetch-Dest": dest}
    expected = 200 if dest in WANTED else 403
    assert _status(gateway, ROUTES["path"](app), "GET", headers) == expected
    for route in ("main", "subdomain"):
        assert _status(gateway, ROUTES[route](app), "GET", headers) == 200


def test_unless_documents_are_opened_by_path(docker: DockerApi, app: App, tmp_path: Path) -> None:
    lua = {"edge_secret": SECRET, "documents_by_path": True}
    with running_gateway(tmp_path, Settings(docker.socket, lua=lua)) as gateway:
        for dest in REFUSED:
            headers = {"Sec-Fetch-Dest": dest}
            assert _status(gateway, ROUTES["path"](app), "GET", headers) == 200
