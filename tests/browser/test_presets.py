"""The contract's rows in each of the other presets."""

from __future__ import annotations

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

#: By preset, what stands before the path of what goes to a port.
BASES = {
    "path": f"http://{HOST}:3000/runtime/{C}/{{}}",
    "port-path": f"http://{HOST}:3000/runtime/{{}}",
    "direct": f"http://{HOST}:{{}}",
}

#: Vias, URL, the port it goes to, and the path there.
ROWS: list[tuple[list[str], str, int, str]] = [
    (["websocket"], "ws://localhost:54928/sockets/events/x?a=b", 54928, "/sockets/events/x?a=b"),
    (["websocket"], f"wss://{HOST}:54928/sockets/x", 54928, "/sockets/x"),
    (["websocket"], f"ws://51745-{C}.runtime.{HOST}:3000/x", 51745, "/x"),
    # Before VS Code's own port is learnt.
    ([*REQUEST, *DOCUMENT], STABLE, 8001, STABLE),
    (REQUEST, "http://localhost:54928/api/git/%2Fa//b", 54928, "/api/git/%2Fa//b"),
    (REQUEST, f"http://51745-{C}.runtime.{HOST}:3000/x", 51745, "/x"),
    ([*DOCUMENT, "text", "response"], "http://localhost:5000/a?q=1#top", 5000, "/a?q=1#top"),
    ([*DOCUMENT, "text"], f"https://{HOST}:49955/?tkn=t&folder=/w", 49955, "/?tkn=t&folder=/w"),
    ([*DOCUMENT, "text"], "http://localhost/x", 80, "/x"),
    ([*REQUEST, *DOCUMENT, "text"], f"http://localhost:49955{INSIDER}", 49955, INSIDER),
]


def url_at(base: str, port: int, path: str, via: str) -> str:
    """As a via has it; a browser does not write the scheme's default port, a text does."""
    start = base.format(port)
    if via == "websocket":
        start = start.replace("http", "ws", 1)
    return (start if via == "text" else start.removesuffix(":80")) + path


def _changed() -> list[Any]:
    return [
        pytest.param(preset, via, url, url_at(base, port, path, via), id=f"{preset}-{via}-{url}")
        for preset, base in BASES.items()
        for row_vias, url, port, path in ROWS
        for via in row_vias
    ]


@pytest.mark.parametrize(("preset", "via", "url", "expected"), _changed())
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
        *((via, f"http://5000-{C}.runtime.{HOST}:3000/") for via in (*DOCUMENT, "text")),
    ],
)
def test_any_other_url_leaves_as_without_the_patch(
    tabs: Tabs, preset: str, via: str, url: str
) -> None:
    assert tabs.send(PAGE, preset, via, url) == tabs.send(PAGE, "unpatched", via, url)


@pytest.mark.parametrize("via", ["fetch", "websocket", "open", "text"])
class TestOutsideAConversation:
    @pytest.mark.parametrize("preset", ["port-path", "direct"])
    def test_a_target_that_needs_none_holds(self, tabs: Tabs, preset: str, via: str) -> None:
        left = tabs.send(HOME, preset, via, url_at("http://localhost:{}", 54928, "/x", via))
        expected = url_at(BASES[preset], 54928, "/x", via)
        assert (left.outcome if via == "text" else left.urls[0]) == expected

    def test_one_that_needs_it_leaves_the_url_alone(self, tabs: Tabs, via: str) -> None:
        url = url_at("http://localhost:{}", 54928, "/x", via)
        assert tabs.send(HOME, "path", via, url) == tabs.send(HOME, "unpatched", via, url)


def test_the_page_carries_the_targets_of_its_own_preset_alone(tmp_path: Path) -> None:
    index = tmp_path / "index.html"
    for preset, template in {
        "subdomain": "{port}-{conversation}.runtime",
        "path": "/runtime/{conversation}/{port}",
        "port-path": "/runtime/{port}",
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
    assert "known: subdomain, path, port-path, direct" in result.output
