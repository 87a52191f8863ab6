"""Injection: the position of the script, unchanged bytes, and rejected documents."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page

from frontend_patch.bundle.build import Bundle, safe_in_element
from frontend_patch.errors import DocumentError
from frontend_patch.html.document import MARKER
from frontend_patch.inject.inject import State, element, inject, revert, state

DOCUMENTS = Path(__file__).parents[1] / "documents"
HERE = b"{{HERE}}"

ACCEPTED = sorted((DOCUMENTS / "accepted").iterdir())
# The error depends on the version of Python.
MALFORMED = "not HTML|no <head>|has no closing >"
PARSERS_DIFFER = "precedes the position of the script, and HTML parsers disagree"
REJECTED = {
    "broken-declaration": MALFORMED,
    "charset-after-a-nested-template": f"'<template><template>' {PARSERS_DIFFER}",
    "charset-after-a-script-in-a-script": f"""'<script type="text/p' {PARSERS_DIFFER}""",
    "charset-after-a-vertical-tab": PARSERS_DIFFER,
    "charset-after-an-end-tag": f"""'</br><meta charset="' {PARSERS_DIFFER}""",
    "charset-after-content": PARSERS_DIFFER,
    "charset-after-text": PARSERS_DIFFER,
    "charset-in-the-body": "the charset would no longer be in the first 1,024 bytes",
    "csp-that-forbids": r"forbids the script: .* It needs \"script-src 'self' 'sha256-",
    "empty": "no <head>",
    "end-tag-before-the-head": f"'</br><html><head></h' {PARSERS_DIFFER}",
    "head-in-a-comment-alone": "no <head>",
    "head-in-a-string-alone": "no <head> before the first <script>",
    "head-in-noscript": "no <head> before the first <noscript>",
    "head-in-the-body": "no <head> before the first <body>",
    "head-that-does-not-end": MALFORMED,
    "json": "no <head> before the first text",
    "latin-1": "not UTF-8: invalid start byte at byte 36",
    "no-head": "no <head> before the first <title>",
    "picture": "not UTF-8",
    "script-before-the-charset": "a script precedes <meta charset>",
    "script-before-the-head": "no <head> before the first <script>",
    "text": "no <head> before the first text, 'Just words about'",
    "text-before-the-head": "no <head> before the first text, 'Hello'",
    "utf-16": "not UTF-8",
}

OTHER = Bundle(b'"</scr"+"ipt>";', b"", "0.0.1+000000000000")

_RECORD_SCRIPTS = f"""
globalThis.scripts = [];
new MutationObserver((records) => {{
  for (const node of records.flatMap(({{ addedNodes }}) => [...addedNodes]))
    if (node.localName === 'script')
      scripts.push({{ type: node.type, ours: node.hasAttribute('{MARKER}') }});
}}).observe(document, {{ childList: true, subtree: true }});
"""

accepted = pytest.mark.parametrize("path", ACCEPTED, ids=[path.stem for path in ACCEPTED])


def _document(path: Path) -> bytes:
    return path.read_bytes().replace(HERE, b"")


@accepted
def test_the_element_is_inserted_at_the_marked_position_and_nothing_else_changes(
    path: Path, bundle: Bundle
) -> None:
    assert inject(_document(path), bundle) == path.read_bytes().replace(HERE, element(bundle))


@accepted
def test_injecting_again_changes_nothing(path: Path, bundle: Bundle) -> None:
    once = inject(_document(path), bundle)
    assert inject(once, bundle) == once


@accepted
def test_an_earlier_bundle_is_replaced(path: Path, bundle: Bundle) -> None:
    document = _document(path)
    assert inject(inject(document, OTHER), bundle) == inject(document, bundle)


@accepted
def test_revert_restores_the_bytes(path: Path, bundle: Bundle) -> None:
    document = _document(path)
    assert revert(inject(document, bundle)) == document
    assert revert(document) == document


@accepted
def test_state_distinguishes_this_bundle_another_bundle_and_none(
    path: Path, bundle: Bundle
) -> None:
    document = _document(path)
    assert state(document, bundle) is State.NONE
    assert state(inject(document, OTHER), bundle) is State.OTHER
    assert state(inject(document, bundle), bundle) is State.CURRENT


@accepted
def test_a_browser_runs_the_script_first_and_sees_no_other_difference(
    path: Path, bundle: Bundle, page: Page
) -> None:
    document = _document(path)
    page.add_init_script(_RECORD_SCRIPTS)
    _show(page, document)
    unpatched = page.content()
    _show(page, inject(document, bundle))
    running = page.evaluate("scripts.filter(({ type }) => ['', 'module'].includes(type))")
    assert running[0]["ours"]
    assert page.evaluate("'__frontendPatch' in window")
    assert page.content() == unpatched


def _show(page: Page, document: bytes) -> None:
    page.goto(f"data:text/html;base64,{base64.b64encode(document).decode()}")


def test_each_rejected_document_has_an_expected_message() -> None:
    assert {path.stem for path in (DOCUMENTS / "rejected").iterdir()} == set(REJECTED)


@pytest.mark.parametrize(("name", "message"), REJECTED.items(), ids=REJECTED.keys())
def test_a_document_without_a_safe_position_is_rejected(
    name: str, message: str, bundle: Bundle
) -> None:
    document = (DOCUMENTS / "rejected" / f"{name}.html").read_bytes()
    with pytest.raises(DocumentError, match=message):
        inject(document, bundle)


def test_a_bundle_at_another_position_is_not_current(bundle: Bundle) -> None:
    document = b"<html><head><title>x</title></head></html>"
    moved = document.replace(b"</head>", element(bundle) + b"</head>")
    assert state(moved, bundle) is State.OTHER
    assert inject(moved, bundle) == inject(document, bundle)


def test_two_copies_are_replaced_with_one(bundle: Bundle) -> None:
    document = b"<html><head><title>x</title></head></html>"
    twice = document.replace(b"<title>", element(OTHER) + element(bundle) + b"<title>")
    assert inject(twice, bundle) == inject(document, bundle)


@pytest.mark.parametrize(
    "text", ["</script>", "</SCRIPT >", "<!-- <script>", "<!--<script></script", "<script", "a<b"]
)
def test_text_in_the_bundle_cannot_end_the_script_element(page: Page, text: str) -> None:
    script = safe_in_element(
        f"window.text = '{text}'; window.is = /{text.replace('/', '.')}/;".encode()
    )
    document = b"<!doctype html><html><head><title>x</title></head><body>whole</body></html>"
    _show(page, inject(document, Bundle(script, b"", "test")))
    assert page.evaluate("text") == text
    assert page.evaluate("is.test(text)")
    assert page.inner_text("body") == "whole"
