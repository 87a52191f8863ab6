"""A sandbox URL in a JSON response is rewritten before the page reads it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from demo.addresses import C
from demo.stub_server.app import Answer
from tests.browser.responses.fields import BODY, CONVERSATION, PATH, TABLE, VSCODE
from tests.browser.responses.reads import READS
from tests.support.url_probe import Tabs, choose_ui


def _examples() -> Iterator[Any]:
    for rule in TABLE["responses"]:
        for number, example in enumerate(rule["examples"]):
            for read in ("fetch, json()", "xhr, responseType 'json'"):
                yield pytest.param(example, read, id=f"{rule['id']}-{number}-{read}")


@pytest.mark.parametrize(("example", "read"), list(_examples()))
def test_is_read_as_the_table_says(
    tabs: Tabs, answers: dict[str, Answer], example: dict[str, Any], read: str
) -> None:
    path = urlsplit(example["url"]).path
    body = Answer(json.dumps(example["body"]).encode())
    # A sandbox's answer comes over the path route.
    answers[path] = answers[f"/runtime/{C}/54928{path}"] = body
    page = tabs.at(example.get("page", TABLE["examplePage"]), "patched")
    found = page.evaluate(READS[read], example["url"])
    becomes = example["body"] if example["becomes"] == "unchanged" else example["becomes"]
    assert (found if read.startswith("fetch") else found[0]) == becomes


def test_is_read_if_the_page_wraps_send_after_the_patch(
    page: Page, answers: dict[str, Answer]
) -> None:
    answers[PATH] = Answer(json.dumps(BODY).encode())
    choose_ui(page.context, CONVERSATION, "patched")
    page.goto(f"{CONVERSATION}?idle")
    url, sent = page.evaluate(
        """async (url) => {
          const { send } = XMLHttpRequest.prototype;
          let sent = 0;
          XMLHttpRequest.prototype.send = function (...args) {
            sent++;
            return send.apply(this, args);
          };
          const xhr = new XMLHttpRequest();
          xhr.open('GET', url);
          await new Promise((resolve) => {
            xhr.onload = resolve;
            xhr.send();
          });
          return [JSON.parse(xhr.responseText).vscode_url, sent];
        }""",
        PATH,
    )
    assert (url, sent) == (VSCODE, 1)


def _read_both(tabs: Tabs, read: str) -> tuple[Any, Any]:
    patched, unpatched = (
        tabs.at(CONVERSATION, ui).evaluate(READS[read], PATH) for ui in ("patched", "unpatched")
    )
    return patched, unpatched


@pytest.mark.parametrize("read", READS)
def test_differs_from_the_unpatched_pages_in_nothing_but_the_field(
    tabs: Tabs, answers: dict[str, Answer], read: str
) -> None:
    # As JSON.stringify writes it, so that the rest is the same by the byte.
    text = json.dumps(BODY | {"n": 1}, separators=(",", ":"), ensure_ascii=False)
    answers[PATH] = Answer(text.encode(), 203, {"Content-Type": "application/json", "X-A": "b"})
    patched, unpatched = (json.dumps(one) for one in _read_both(tabs, read))
    # How long the body was is all that tells of it.
    assert patched == unpatched.replace(BODY["vscode_url"], VSCODE)
    assert (patched == unpatched) is (
        read in ("fetch, what it tells of itself",) or "document" in read
    )


UNCHANGED = {
    "another shape": b'{ "vscode_url": { "a": [1.0, 12345678901234567890] } }',
    "another site's URL": b'{"vscode_url":  "https://example.org/?tkn=t"}',
    "null": b"null",
    "a list": b"[1, 2]",
    "not JSON": b"<!DOCTYPE html>http://localhost:49955",
    "JSON that breaks off": b'{"vscode_url": "http://localhost:49955/',
    "nothing": b"",
    "not UTF-8": b'{"vscode_url": "\xff"}',
}


@pytest.mark.parametrize("body", UNCHANGED)
def test_a_response_without_sandbox_urls_arrives_unchanged(
    tabs: Tabs, answers: dict[str, Answer], body: str
) -> None:
    answers[PATH] = Answer(UNCHANGED[body])
    for read in ("fetch, text()", "fetch, body as a stream", "xhr, responseType ''"):
        patched, unpatched = _read_both(tabs, read)
        assert patched == unpatched, read


def test_is_read_compressed_as_well(tabs: Tabs, answers: dict[str, Answer]) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answers[PATH] = Answer(gzip.compress(json.dumps(BODY).encode()), headers=headers)
    page = tabs.at(CONVERSATION, "patched")
    assert page.evaluate(READS["fetch, json()"], PATH)["vscode_url"] == VSCODE


@pytest.mark.parametrize("path", ["/api/other", "/api/v1/app-conversations", "/api/git/changes"])
def test_others_are_handed_over_untouched(
    tabs: Tabs, path: str, answers: dict[str, Answer]
) -> None:
    answers[path] = Answer(json.dumps({**BODY, "url": "http://localhost:1"}).encode())
    page = tabs.at(CONVERSATION, "patched")
    page.evaluate(
        """() => {
          globalThis.clones = 0;
          const { clone } = Response.prototype;
          Response.prototype.clone = function () { clones++; return clone.call(this); };
        }"""
    )
    found = page.evaluate(READS["fetch, json()"], path)
    assert (found["url"], page.evaluate("clones")) == ("http://localhost:1", 0)


def test_of_another_origin_is_handed_over_untouched(tabs: Tabs, answers: dict[str, Answer]) -> None:
    headers = {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}
    answers[PATH] = Answer(json.dumps(BODY).encode(), headers=headers)
    page = tabs.at(CONVERSATION, "patched")
    found = page.evaluate(READS["fetch, json()"], f"https://example.org{PATH}")
    assert found["vscode_url"] == BODY["vscode_url"]
