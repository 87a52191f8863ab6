"""The proxies of docs/how-to/proxy.md and vm/ answer what each preset makes of a URL."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.addresses import HOST
from demo.sandbox_apps.mirror import ANSWER
from tests.docs.documentation import Block, of_kind
from tests.docs.proxies.behind import Behind, Proxy, serving_behind
from tests.docs.proxies.caddy import CADDY
from tests.docs.proxies.setups import SETUPS

pytestmark = pytest.mark.proxy

CADDYFILES = of_kind("caddyfile path", "caddyfile subdomain-lines", "caddyfile subdomain-site")

#: Presets whose requests take a path route.
ON_A_PATH = ("path", "port-path", "subdomain", "port-subdomain")


@pytest.fixture(scope="module")
def behind() -> Iterator[Behind]:
    with serving_behind() as behind:
        yield behind


@pytest.fixture(scope="module", params=SETUPS, ids="-".join)
def proxy(
    request: pytest.FixtureRequest, behind: Behind, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    with SETUPS[request.param](tmp_path_factory.mktemp("proxy"), behind) as proxy:
        yield proxy


@pytest.mark.parametrize("role", ["request", "document"])
@pytest.mark.parametrize(
    "path", ["/", "/api/git/changes/%2Fworkspace%2Fproject", "//twice", "/a%20b/?q=%2F&r=a+b"]
)
def test_an_app_gets_the_path_byte_for_byte(
    proxy: Proxy, behind: Behind, role: str, path: str
) -> None:
    answer = proxy.ask(proxy.becomes(role, behind.app) + path)
    assert (answer.status, answer.seen["path"]) == (200, path)


@pytest.mark.parametrize("path", ["/", "/conversations/x", "/api/%2Fx?q=1"])
def test_all_other_requests_go_to_openhands(proxy: Proxy, path: str) -> None:
    answer = proxy.ask(f"https://{HOST}{path}")
    assert (answer.status, answer.seen["path"]) == (200, path)


def test_a_websocket_passes(proxy: Proxy, behind: Behind) -> None:
    assert proxy.echo(f"{proxy.becomes('request', behind.live)}/echo", b"hello") == b"hello"


def test_an_app_on_a_path_route_is_told_its_path(proxy: Proxy, behind: Behind) -> None:
    for role in ("request", "document"):
        base = proxy.becomes(role, behind.app)
        told = proxy.ask(f"{base}/").seen["headers"].get("x-forwarded-prefix", "")
        assert told == base.removeprefix(f"https://{HOST}") * base.startswith(f"https://{HOST}/")


def test_an_agent_servers_cookie_is_for_its_route(proxy: Proxy, behind: Behind) -> None:
    base = proxy.becomes("request", behind.app)
    cookie = "oh_workspace_session_key=b"
    answer = proxy.ask(f"{base}/", **{ANSWER: f"Set-Cookie: {cookie}; Path=/api/conversations"})
    given, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert given.strip(";") == cookie
    # Of several, browsers take the last.
    path = [one.removeprefix("Path=") for one in attributes if one.startswith("Path=")][-1]
    prefix = base.removeprefix(f"https://{HOST}") if proxy.preset in ON_A_PATH else ""
    assert f"{prefix}/api/conversations".startswith(path)
    assert path.startswith(f"{prefix}/")


@pytest.mark.parametrize(
    ("location", "moved"),
    [("/login?next=/x", True), ("x", False), ("//example.org/x", False)],
)
def test_a_redirect_stays_on_the_route(
    proxy: Proxy, behind: Behind, location: str, *, moved: bool
) -> None:
    base = proxy.becomes("request", behind.app)
    is_on_path = moved and proxy.preset in ON_A_PATH
    prefix = base.removeprefix(f"https://{HOST}") if is_on_path else ""
    answer = proxy.ask(f"{base}/", **{ANSWER: f"Location: {location}"})
    assert answer.headers["Location"] == prefix + location


# With direct, what is not listened on is not open.
@pytest.mark.parametrize(
    "proxy", [one for one in SETUPS if one[1] != "direct"], indirect=True, ids="-".join
)
@pytest.mark.parametrize("port", [22, 3306, 29999, 61000, 65535])
@pytest.mark.parametrize("role", ["request", "document"])
def test_a_port_that_is_no_sandboxs_is_not_open(proxy: Proxy, role: str, port: int) -> None:
    answer = proxy.ask(f"{proxy.becomes(role, port)}/")
    assert (answer.status, answer.seen) == (404, None)


def test_a_document_on_the_path_route_has_an_opaque_origin_if_documents_use_subdomains(
    proxy: Proxy, behind: Behind
) -> None:
    policies = {
        role: proxy.ask(f"{proxy.becomes(role, behind.app)}/").headers.get(
            "Content-Security-Policy"
        )
        for role in ("request", "document")
    }
    expected = "sandbox" if proxy.preset in ("subdomain", "port-subdomain") else None
    assert policies == {"request": expected, "document": None}


@pytest.mark.parametrize("block", CADDYFILES, ids=str)
def test_a_caddyfile_is_formatted(block: Block, tmp_path: Path) -> None:
    file = tmp_path / "Caddyfile"
    file.write_text(block.text)
    subprocess.run([CADDY, "fmt", "--diff", file], check=True)
