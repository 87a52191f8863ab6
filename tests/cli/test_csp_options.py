"""The options `--csp` and `--nonce`."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontend_patch.bundle.build import Bundle
from frontend_patch.inject.inject import csp_source, inject
from frontend_patch.inject.options import Options
from tests.support.command_line import run

UPDATE = Options(update_csp=True)

META = '<meta http-equiv="Content-Security-Policy" content="{}">'


SELF = META.format("script-src 'self'")


def _document(*head: str) -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8>{''.join(head)}</head></html>".encode()


def test_the_error_names_file_policy_and_directive(tmp_path: Path, bundle: Bundle) -> None:
    index = tmp_path / "index.html"
    index.write_bytes(_document("\n", SELF))
    result = run("--index", index)
    assert result.exit_code == 1
    assert (
        f"Error: {index}: line 2: the Content-Security-Policy in this <meta> forbids "
        f"the script: \"script-src 'self'\". It needs "
        f"\"script-src 'self' {csp_source(bundle)}\"; --csp=update adds it"
    ) in result.output
    assert index.read_bytes() == _document("\n", SELF)


def test_update_check_and_revert_on_the_command_line(tmp_path: Path, bundle: Bundle) -> None:
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
def test_a_nonce_is_inserted_checked_and_removed(
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
def test_invalid_options_are_usage_errors(tmp_path: Path, arguments: list[str]) -> None:
    index = tmp_path / "index.html"
    index.write_bytes(_document())
    assert run("--index", index, *arguments).exit_code == 2
    assert index.read_bytes() == _document()
