"""VS Code's own files, asked of the main host, are found at the sandbox of the page that asks."""

from __future__ import annotations

import pytest

from demo.addresses import HOST, UUID, C
from tests.gateway.ask import EDGE, Answer, request, send
from tests.gateway.nginx import Gateway

HASH = "0123456789abcdef0123456789abcdef01234567"
FILE = f"/stable-{HASH}/static/out/x.js?v=%2F1"


def _ask(gateway: Gateway, path: str, referer: str | None) -> Answer:
    headers = [("Referer", referer)] if referer else []
    return send(gateway.plain, request(path, *EDGE, *headers))


@pytest.mark.parametrize(
    ("referer", "port"),
    [
        (f"https://{HOST}/conversations/{UUID}", 8001),
        (f"https://{HOST}/conversations/{C}?x", 8001),
        (f"https://{HOST}/canvas/conversations/{UUID}/panel", 8001),
        (f"http://{HOST}:8080/conversations/{UUID.upper()}#x", 8001),
        (f"https://{HOST}/runtime/{C}/49955/?folder=/w", 49955),
        (f"https://49955-{C}.runtime.{HOST}/", 49955),
    ],
)
def test_the_page_that_asks_tells_whose_it_is(gateway: Gateway, referer: str, port: int) -> None:
    answer = _ask(gateway, FILE, referer)
    assert answer.status == 307
    assert answer["Location"] == f"http://{port}-{C}.runtime.{HOST}{FILE}"


@pytest.mark.parametrize(
    "path",
    [
        f"/stable/{HASH}/x",
        f"/insider-{HASH}/x",
        f"/oss-{HASH}/x",
        f"/stable-{HASH}",
        f"/stable-{HASH}?reconnectionToken=x",
    ],
)
def test_each_quality_of_vs_code(gateway: Gateway, path: str) -> None:
    answer = _ask(gateway, path, f"https://{HOST}/conversations/{C}")
    assert answer["Location"] == f"http://8001-{C}.runtime.{HOST}{path}"


@pytest.mark.parametrize(
    "path",
    [
        f"/stable-{HASH[1:]}/x",
        f"/stable-{HASH}0/x",
        f"/stable-{HASH.upper()}/x",
        f"/nightly-{HASH}/x",
        f"/x/stable-{HASH}/x",
        "/stable/x",
    ],
)
def test_other_paths_are_the_openhands_servers(gateway: Gateway, path: str) -> None:
    answer = _ask(gateway, path, f"https://{HOST}/conversations/{C}")
    assert answer.json["path"] == path


@pytest.mark.parametrize(
    "referer",
    [
        None,
        "",
        f"https://{HOST}/",
        f"https://{HOST}/conversations/task-{UUID}",
        f"https://{HOST}/?x=/conversations/{UUID}",
        f"https://evil.example/conversations/{UUID}",
        f"https://{HOST}.evil.example/conversations/{UUID}",
        f"https://{HOST}@evil.example/conversations/{UUID}",
        f"https://{HOST}/runtime/{C}/22/",
    ],
)
def test_a_file_whose_conversation_is_unknown_is_not_found(
    gateway: Gateway, referer: str | None
) -> None:
    assert _ask(gateway, FILE, referer).status == 404
