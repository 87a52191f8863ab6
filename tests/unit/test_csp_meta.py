"""Policies in a document's meta elements: found, refused or extended, and given back."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from frontend_patch.bundle.build import Bundle
from frontend_patch.cli.commands import main
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
def test_a_policy_that_forbids_the_script_is_refused(head: list[str], bundle: Bundle) -> None:
    with pytest.raises(
        DocumentError, match=r"line \d: the policy of its <meta> forbids the script"
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
        # It does not yet apply where the script runs.
        ["<script>0</script>", SELF],
    ],
    ids=["images", "unsafe-inline", "report-only", "noscript", "template", "comment", "after"],
)
def test_a_policy_that_does_not_forbid_it_stays_as_it_is(head: list[str], bundle: Bundle) -> None:
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
def test_update_splices_the_hash_in_and_keeps_what_was_there(
    before: str, after: str, end: str, bundle: Bundle
) -> None:
    if end == "/>" and before.endswith(("src", '"b')):
        end = " />"  # else the slash is the value's
    document = _document(f"<meta http-equiv=content-security-policy {before}{end}")
    patched = inject(document, bundle, UPDATE)
    source = csp_source(bundle)
    after = after.replace("{hash}", source).replace("{hash:39}", source.replace("'", "&#39;"))
    kept = before.partition("=")[2].strip()
    expected = f"{after} data-openhands-frontend-patch-csp={kept}{end}"
    assert expected.encode() in patched
    assert revert(patched) == document


def test_each_policy_that_forbids_it_is_updated(bundle: Bundle) -> None:
    document = _document(META.format("default-src 'self'"), META.format("img-src *"), SELF)
    patched = inject(document, bundle, UPDATE)
    source = csp_source(bundle)
    assert _policies(patched) == [
        f"default-src 'self'; script-src 'self' {source}",
        "img-src *",
        f"script-src 'self' {source}",
    ]
    assert revert(patched) == document


def test_a_hash_that_the_operator_wrote_stays_on_revert(bundle: Bundle) -> None:
    own = META.format(f"script-src 'self' {csp_source(bundle)}")
    document = _document(own, SELF)
    assert revert(inject(document, bundle, UPDATE)) == document


def test_building_again_replaces_the_older_hash(bundle: Bundle) -> None:
    document = _document(SELF)
    older = inject(document, OTHER, UPDATE)
    assert inject(older, bundle, UPDATE) == inject(document, bundle, UPDATE)
    assert csp_source(OTHER) not in inject(older, bundle, UPDATE).decode()


def test_state_takes_an_updated_policy_for_what_it_is(bundle: Bundle) -> None:
    document = _document(SELF)
    patched = inject(document, bundle, UPDATE)
    assert state(patched, bundle) is State.CURRENT
    assert state(inject(document, OTHER, UPDATE), bundle) is State.OTHER
    taken_back = patched.replace(csp_source(bundle).encode(), b"", 1)
    assert state(taken_back, bundle) is State.OTHER


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_refusal_names_file_policy_and_directive(tmp_path: Path, bundle: Bundle) -> None:
    index = tmp_path / "index.html"
    index.write_bytes(_document("\n", SELF))
    result = run("--index", index)
    assert result.exit_code == 1
    assert (
        f"Error: {index}: line 2: the policy of its <meta> forbids the script: "
        f"\"script-src 'self'\". It needs \"script-src 'self' {csp_source(bundle)}\", "
        "which --csp=update writes there"
    ) in result.output
    assert index.read_bytes() == _document("\n", SELF)


def test_update_check_and_revert_by_the_command_line(tmp_path: Path, bundle: Bundle) -> None:
    index = tmp_path / "index.html"
    index.write_bytes(_document(SELF))
    assert run("--index", index, "--csp", "update").exit_code == 0
    assert index.read_bytes() == inject(_document(SELF), bundle, UPDATE)
    assert run("check", "--index", index).exit_code == 0
    assert run("revert", "--index", index).exit_code == 0
    assert index.read_bytes() == _document(SELF)


@pytest.mark.parametrize(
    "nonce", ["{{nonce}}", "**CSP_NONCE**", "$request_id", "__N__", "{{ .Nonce }}", "r4nd0m+/=="]
)
def test_a_nonce_is_written_checked_and_reverted(
    tmp_path: Path, bundle: Bundle, nonce: str
) -> None:
    index = tmp_path / "index.html"
    index.write_bytes(_document())
    result = run("--index", index, "--nonce", nonce)
    assert f"script-src 'nonce-{nonce}', or {csp_source(bundle)}" in result.output
    assert f' nonce="{nonce}">'.encode() in index.read_bytes()
    assert run("check", "--index", index).exit_code == 0
    assert run("--index", index).exit_code == 0
    assert index.read_bytes() == inject(_document(), bundle)
    run("revert", "--index", index)
    assert index.read_bytes() == _document()


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--nonce", nonce] for nonce in ("", " ", 'a"b', "a'b", "a&b", "<%= n %>", "é", "a\nb")),
        ["--public-path", "/canvas/"],
        *(
            ["--mode", "external", "--public-path", path]
            for path in ("/canvas", "", 'a"/', "javascript:/", "/a b/", "/?x/", "ftp://x/")
        ),
        *(
            ["--mode", "external", "--public-path", path]
            for path in ("https://[/", "https://cdn:99999/", "https://cdn:x/")
        ),
        ["--mode", "other"],
        ["--csp", "other"],
    ],
)
def test_what_cannot_stand_in_the_document_is_wrong_use(
    tmp_path: Path, arguments: list[str]
) -> None:
    index = tmp_path / "index.html"
    index.write_bytes(_document())
    assert run("--index", index, *arguments).exit_code == 2
    assert index.read_bytes() == _document()
