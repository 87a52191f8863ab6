"""Policies in a document's meta elements are rejected, or extended and restored."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from frontend_patch.bundle.build import Bundle
from frontend_patch.errors import DocumentError
from frontend_patch.inject.inject import State, csp_source, inject, revert, state
from frontend_patch.inject.options import Options

UPDATE = Options(update_csp=True)


OTHER = Bundle(b"0;", b"", "0.0.1+000000000000")


META = '<meta http-equiv="Content-Security-Policy" content="{}">'


SELF = META.format("script-src 'self'")


def _document(*head: str) -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8>{''.join(head)}</head></html>".encode()


def _policies(document: bytes) -> list[str]:
    metas = BeautifulSoup(document, "html.parser").find_all("meta", attrs={"http-equiv": True})
    return [str(meta["content"]) for meta in metas]


@pytest.mark.parametrize(
    "head",
    [
        [SELF],
        ["<title>x</title>\n<link rel=icon href=x>", SELF, "<script>0</script>"],
        [META.format("script-src 'unsafe-inline'"), SELF],
        [META.format("script-src &#39;self&#39;")],
        ["<META CONTENT='default-src *' HTTP-EQUIV=content-security-policy>"],
        ["<meta http-equiv=content-security-policy content=script-src;/>"],
    ],
    ids=["alone", "late", "second of two", "entities", "upper case", "without quotes"],
)
def test_a_policy_that_forbids_the_script_is_rejected(head: list[str], bundle: Bundle) -> None:
    with pytest.raises(
        DocumentError,
        match=r"line \d: the Content-Security-Policy in this <meta> forbids the script",
    ):
        inject(_document(*head), bundle)


@pytest.mark.parametrize(
    "head",
    [
        [META.format("img-src *")],
        [META.format("script-src 'unsafe-inline'")],
        [SELF.replace("Content-Security-Policy", "Content-Security-Policy-Report-Only")],
        [f"<noscript>{SELF}</noscript>"],
        [f"<template>{SELF}</template>"],
        [f"<!-- {SELF} -->"],
        # A policy does not apply to earlier scripts.
        ["<script>0</script>", SELF],
    ],
    ids=["images", "unsafe-inline", "report-only", "noscript", "template", "comment", "after"],
)
def test_a_policy_that_allows_the_script_is_unchanged(head: list[str], bundle: Bundle) -> None:
    document = _document(*head)
    assert revert(inject(document, bundle)) == document
    assert inject(document, bundle, UPDATE) == inject(document, bundle)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("content=\"script-src 'self'\"", "content=\"script-src 'self' {hash}\""),
        ("content='script-src *'", "content='script-src * {hash:39}'"),
        ("content=script-src", 'content="script-src {hash}"'),
        ('content=default-src;a"b', 'content="default-src; script-src {hash};a&quot;b"'),
        (
            'content = "default-src &#39;a&#x27;&#59;img-src a&period;b"',
            "content = \"default-src &#39;a&#x27;; script-src 'a' {hash}&#59;img-src a&period;b\"",
        ),
        (
            'content="\n\tSCRIPT-SRC &apos;NONE&apos;\n;report-uri /x?a=1&copy=2"',
            'content="\n\tSCRIPT-SRC {hash}\n;report-uri /x?a=1&copy=2"',
        ),
    ],
)
@pytest.mark.parametrize("end", [">", "/>", " data-x>"])
def test_update_adds_the_hash_and_keeps_the_original(
    before: str, after: str, end: str, bundle: Bundle
) -> None:
    if end == "/>" and before.endswith(("src", '"b')):
        end = " />"  # otherwise the slash belongs to the value
    document = _document(f"<meta http-equiv=content-security-policy {before}{end}")
    patched = inject(document, bundle, UPDATE)
    source = csp_source(bundle)
    after = after.replace("{hash}", source).replace("{hash:39}", source.replace("'", "&#39;"))
    kept = before.partition("=")[2].strip()
    expected = f"{after} data-openhands-frontend-patch-csp={kept}{end}"
    assert expected.encode() in patched
    assert revert(patched) == document


def test_each_policy_that_forbids_the_script_is_updated(bundle: Bundle) -> None:
    document = _document(META.format("default-src 'self'"), META.format("img-src *"), SELF)
    patched = inject(document, bundle, UPDATE)
    source = csp_source(bundle)
    assert _policies(patched) == [
        f"default-src 'self'; script-src 'self' {source}",
        "img-src *",
        f"script-src 'self' {source}",
    ]
    assert revert(patched) == document


def test_revert_keeps_a_hash_that_the_operator_wrote(bundle: Bundle) -> None:
    own = META.format(f"script-src 'self' {csp_source(bundle)}")
    document = _document(own, SELF)
    assert revert(inject(document, bundle, UPDATE)) == document


def test_building_again_replaces_an_older_hash(bundle: Bundle) -> None:
    document = _document(SELF)
    older = inject(document, OTHER, UPDATE)
    assert inject(older, bundle, UPDATE) == inject(document, bundle, UPDATE)
    assert csp_source(OTHER) not in inject(older, bundle, UPDATE).decode()


def test_state_includes_an_updated_policy(bundle: Bundle) -> None:
    document = _document(SELF)
    patched = inject(document, bundle, UPDATE)
    assert state(patched, bundle) is State.CURRENT
    assert state(inject(document, OTHER, UPDATE), bundle) is State.OTHER
    taken_back = patched.replace(csp_source(bundle).encode(), b"", 1)
    assert state(taken_back, bundle) is State.OTHER
