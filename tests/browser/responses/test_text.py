"""A response body changes in its URLs only; the rest stays byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from demo.addresses import HOST, UUID, C
from demo.stub_server.app import Answer, Stub
from tests.browser.responses.reads import READS
from tests.support.url_probe import Tabs

PAGE = f"https://{HOST}/conversations/{UUID}"
URL = "http://localhost:49955/?tkn=t"
REWRITTEN = f"https://49955-{C}.runtime.{HOST}/?tkn=t"
VSCODE = f"/api/conversations/{UUID}/vscode-url"
SANDBOXES = "/api/v1/sandboxes"
HOSTS = f"/api/conversations/{UUID}/web-hosts"

BODIES = {
    "long numbers": (VSCODE, '{"id": 12345678901234567890, "x": 1.0, "vscode_url": "{URL}"}'),
    "numbers beyond a double": (VSCODE, '{"a": 1e999, "b": -0, "c": 1E5, "vscode_url": "{URL}"}'),
    "white space": (VSCODE, '\n{ "a" : [ 1,\t2 ] ,\r\n"vscode_url" :\n"{URL}" }\n'),
    "numeric keys": (VSCODE, '{"2": 1, "b": 2, "1": 3, "vscode_url": "{URL}", "0": 4}'),
    "keys that repeat": (VSCODE, '{"a": 1, "a": 2, "vscode_url": "{URL}", "__proto__": {"b": 3}}'),
    "escapes": (VSCODE, r'{"a": "\u00e9\/\"\\", "b\n": "\\\"", "vscode_url": "{URL}"}'),
    "the same URL elsewhere": (VSCODE, '{"url": "http://localhost:1/", "vscode_url": "{URL}"}'),
    "an index elsewhere": (VSCODE, '{"vscode_url": "{URL}", "0 /x": "1 http://localhost:1/"}'),
    "elements": (
        SANDBOXES,
        '[{"n": 12345678901234567890, "exposed_urls": [null, {"name": "VSCODE", "url": "{URL}"}]}]',
    ),
    "keys": (HOSTS, '{"hosts": {"{URL}": 12345678901234567890, "https://example.org/": 1.0}}'),
}


@pytest.fixture(autouse=True)
def answers(stub: Stub) -> Iterator[dict[str, Answer]]:
    yield stub.answers
    stub.answers.clear()


def _read(tabs: Tabs, ui: str, read: str, path: str) -> Any:
    return tabs.at(PAGE, ui).evaluate(
        f"async (url) => JSON.stringify(await ({READS[read]})(url))", path
    )


@pytest.mark.parametrize("read", ["fetch, text()", "fetch, json()", "xhr, responseType ''",
                                  "xhr, responseType 'json'", "xhr, responseType 'arraybuffer'",
                                  "xhr, responseType 'blob'"])  # fmt: skip
@pytest.mark.parametrize(("path", "body"), BODIES.values(), ids=BODIES)
def test_is_what_the_browser_reads_of_the_spliced_text(
    tabs: Tabs, answers: dict[str, Answer], path: str, body: str, read: str
) -> None:
    answers[path] = Answer(body.replace("{URL}", URL).encode())
    patched = _read(tabs, "patched", read, path)
    answers[path] = Answer(body.replace("{URL}", REWRITTEN).encode())
    assert patched == _read(tabs, "unpatched", read, path)


@pytest.mark.parametrize(
    "body", ['{"vscode_url": "0 {URL}"}', '{"vscode_url": "0 //localhost:1/", "a": "b"}']
)
def test_a_string_that_looks_like_an_index_stays(
    tabs: Tabs, answers: dict[str, Answer], body: str
) -> None:
    answers[VSCODE] = Answer(body.replace("{URL}", URL).encode())
    patched, unpatched = (
        _read(tabs, ui, "fetch, text()", VSCODE) for ui in ("patched", "unpatched")
    )
    assert patched == unpatched


def test_a_body_of_many_megabytes_is_read(tabs: Tabs, answers: dict[str, Answer]) -> None:
    body = f'{{"a": "{chr(92) + "n"}{"x" * 3_000_000}", "vscode_url": "{URL}"}}'
    answers[VSCODE] = Answer(body.encode())
    found = tabs.at(PAGE, "patched").evaluate(READS["fetch, json()"], VSCODE)
    assert found["vscode_url"] == REWRITTEN


def test_a_response_whose_text_names_a_blob_is_changed(
    tabs: Tabs, answers: dict[str, Answer]
) -> None:
    body = '[{"exposed_urls": [{"url": "{URL}", "name": "VSCODE"}]}, "a Blob or a Buffer"]'
    answers[SANDBOXES] = Answer(body.replace("{URL}", URL).encode())
    assert REWRITTEN in _read(tabs, "patched", "xhr, responseType 'json'", SANDBOXES)
