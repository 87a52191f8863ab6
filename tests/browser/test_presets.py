"""The contract's rows in each of the other presets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from demo.addresses import HOST, UUID, C
from frontend_patch.cli.commands import main
from frontend_patch.paths import STUB_UI
from tests.browser.test_contract import DOCUMENT, INSIDER, REQUEST, STABLE, UNCHANGED
from tests.support.url_probe import Tabs

#: Where the stub answers each port of the page's host without TLS, as `direct` needs it.
PAGE = f"http://{HOST}:3000/conversations/{UUID}"
HOME = f"http://{HOST}:3000/"

#: By preset, what stands before the path of what goes to a port: of a request, and of a document.
BASES = {
    "path": 2 * [f"http://{HOST}:3000/runtime/{C}/{{}}"],
    "port-path": 2 * [f"http://{HOST}:3000/runtime/{{}}"],
    "port-subdomain": [f"http://{HOST}:3000/runtime/{{}}", f"http://{{}}.runtime.{HOST}:3000"],
    "direct": 2 * [f"http://{HOST}:{{}}"],
}

#: By preset, where it is not that of the default one: a host name of an app's own.
RUNTIME_HOSTS = {"port-subdomain": f"51745.runtime.{HOST}:3000"}

#: Vias, URL, the port it goes to, the path there, and whether it goes where requests go.
ROWS: list[tuple[list[str], str, int, str, bool]] = [
    (["websocket"], "ws://localhost:54928/sockets/x?a=b", 54928, "/sockets/x?a=b", True),
    (["websocket"], f"wss://{HOST}:54928/sockets/x", 54928, "/sockets/x", True),
    (["websocket"], "ws://{runtime}/x", 51745, "/x", True),
    # Before VS Code's own port is learnt.
    ([*REQUEST, *DOCUMENT], STABLE, 8001, STABLE, False),
    (REQUEST, "http://localhost:54928/api/git/%2Fa//b", 54928, "/api/git/%2Fa//b", True),
    (REQUEST, "http://{runtime}/x", 51745, "/x", True),
    ([*DOCUMENT, "text", "response"], "http://localhost:5000/a?q=1#top", 5000, "/a?q=1#top", False),
    (
        [*DOCUMENT, "text"],
        *(f"https://{HOST}:49955/?tkn=t&folder=/w", 49955, "/?tkn=t&folder=/w", False),
    ),
    ([*DOCUMENT, "text"], "http://localhost/x", 80, "/x", False),
    ([*REQUEST, *DOCUMENT, "text"], f"http://localhost:49955{INSIDER}", 49955, INSIDER, False),
]


def url_at(base: str, port: int, path: str, via: str) -> str:
    """As a via has it; a browser does not write the scheme's default port, a text does."""
    start = base.format(port)
    if via == "websocket":
        start = start.replace("http", "ws", 1)
    return (start if via == "text" else start.removesuffix(":80")) + path


def runtime_host(preset: str) -> str:
    return RUNTIME_HOSTS.get(preset, f"51745-{C}.runtime.{HOST}:3000")


def _changed() -> Iterator[Any]:
    for preset, (request, document) in BASES.items():
        for row_vias, row_url, port, path, is_request in ROWS:
            base = request if is_request else document
            url = row_url.replace("{runtime}", runtime_host(preset))
            for via in row_vias:
                expected = url_at(base, port, path, via)
                yield pytest.param(preset, via, url, expected, id=f"{preset}-{via}-{url}")


@pytest.mark.parametrize(("preset", "via", "url", "expected"), [*_changed()])
def test_a_sandbox_url_becomes(tabs: Tabs, preset: str, via: str, url: str, expected: str) -> None:
    left = tabs.send(PAGE, preset, via, url)
    if via in ("text", "response"):
        assert left.outcome == expected
        return
    # At port 80 of the page's host the stub has its UI, which asks for its assets.
    urls = {one for one in left.urls if not one.startswith(f"http://{HOST}/assets/")}
    assert urls == {expected.partition("#")[0]}
    assert left.address in (None, expected)


@pytest.mark.parametrize("preset", BASES)
@pytest.mark.parametrize(
    ("via", "url"),
    [
        *((via, url) for row_vias, url in UNCHANGED for via in row_vias),
        *((via, "http://{runtime}/") for via in (*DOCUMENT, "text")),
    ],
)
def test_any_other_url_leaves_as_without_the_patch(
    tabs: Tabs, preset: str, via: str, url: str
) -> None:
    url = url.replace("{runtime}", runtime_host(preset))
    assert tabs.send(PAGE, preset, via, url) == tabs.send(PAGE, "unpatched", via, url)


@pytest.mark.parametrize("via", ["fetch", "websocket", "open", "text"])
class TestOutsideAConversation:
    @pytest.mark.parametrize("preset", ["port-path", "port-subdomain", "direct"])
    def test_a_target_that_needs_no_conversation_is_used(
        self, tabs: Tabs, preset: str, via: str
    ) -> None:
        left = tabs.send(HOME, preset, via, url_at("http://localhost:{}", 54928, "/x", via))
        base = BASES[preset][via in ("open", "text")]
        expected = url_at(base, 54928, "/x", via)
        assert (left.outcome if via == "text" else left.urls[0]) == expected

    def test_one_that_needs_it_leaves_the_url_alone(self, tabs: Tabs, via: str) -> None:
        url = url_at("http://localhost:{}", 54928, "/x", via)
        assert tabs.send(HOME, "path", via, url) == tabs.send(HOME, "unpatched", via, url)


def test_the_page_contains_only_the_targets_of_its_preset(tmp_path: Path) -> None:
    index = tmp_path / "index.html"
    for preset, template in {
        "subdomain": "{port}-{conversation}.runtime",
        "path": "/runtime/{conversation}/{port}",
        "port-path": "/runtime/{port}",
        "port-subdomain": "{port}.runtime.{host}",
        "direct": "{hostname}:{port}",
    }.items():
        index.write_bytes((STUB_UI / "index.html").read_bytes())
        arguments = ["--index", str(index), "--preset", preset]
        assert CliRunner().invoke(main, arguments).exit_code == 0
        assert template in index.read_text()
        assert ("{hostname}:{port}" in index.read_text()) is (preset == "direct")
        assert CliRunner().invoke(main, ["check", *arguments]).exit_code == 0
        assert CliRunner().invoke(main, ["check", "--index", str(index)]).exit_code == (
            0 if preset == "subdomain" else 1
        )


def test_an_unknown_preset_is_wrong_use() -> None:
    result = CliRunner().invoke(main, ["--preset", "subdomian"])
    assert result.exit_code == 2
    assert "no preset 'subdomian'" in result.output
    assert "known: subdomain, path, port-path, port-subdomain, direct" in result.output
