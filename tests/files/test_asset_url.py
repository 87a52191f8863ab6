"""The URL of an external script: inferred from the document, or given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from demo.addresses import HOST
from frontend_patch.bundle.build import Bundle
from frontend_patch.errors import DocumentError
from frontend_patch.inject.inject import State, csp_source, inject, revert, state
from frontend_patch.inject.options import Options
from frontend_patch.paths import STUB_UI
from tests.browser.served import Served
from tests.support.command_line import run

EXTERNAL = Options(external=True)


INDEX = (STUB_UI / "index.html").read_bytes()


SCRIPT = "<script type=module src={}></script>"


@pytest.mark.parametrize(
    ("before", "after", "served_at"),
    [
        ("", SCRIPT.format("/canvas/assets/a.js"), "/canvas/assets/"),
        ("", SCRIPT.format("/assets/a.js"), "/assets/"),
        ("", SCRIPT.format("./assets/a.js"), "/conversations/assets/"),
        ("", "<link rel=stylesheet href=/canvas/assets/a.css?v=1>", "/canvas/assets/"),
        ("", "<base href=/canvas/>" + SCRIPT.format("assets/a.js"), "/canvas/assets/"),
        ("", "<base href=/canvas/>" + SCRIPT.format("/assets/a.js"), "/assets/"),
        ("", "<base href=../ui/>" + SCRIPT.format("assets/a.js"), "/ui/assets/"),
        ("", SCRIPT.format("/assets/a.js") + "<base href=/canvas/>", "/assets/"),
        ("<base href=/canvas/>", SCRIPT.format("assets/a.js"), "/canvas/assets/"),
        ("<base href=../ui/>", SCRIPT.format("./assets/a.js"), "/ui/assets/"),
        (
            "",
            "<link href=//cdn.example/assets/x>" + SCRIPT.format("/assets/a.js"),
            "/assets/",
        ),
        ("", SCRIPT.format("https://[bad/assets/a.js") + SCRIPT.format("/assets/a.js"), "/assets/"),
        ("", "<base href='http://['>" + SCRIPT.format("assets/a.js"), "/conversations/assets/"),
        ("<base href='http://['>", SCRIPT.format("assets/a.js"), "/conversations/assets/"),
    ],
)
def test_a_browser_loads_it_from_the_folder_of_the_documents_assets(
    served: Served, before: str, after: str, served_at: str
) -> None:
    requested: list[str] = []
    served.page.on("request", lambda request: requested.append(request.url))
    document = f"<!doctype html><head>{before}<meta charset=utf-8>{after}</head>"
    served.open(inject(document.encode(), served.bundle, EXTERNAL))
    loaded = [url for url in requested if url.endswith(served.asset)]
    assert loaded == [f"https://{HOST}{served_at}{served.asset}"]


def test_it_runs_first_as_a_classic_script(served: Served) -> None:
    document = INDEX.replace(
        b"<title>", b"<script>var seen = '__frontendPatch' in window</script><title>"
    )
    assert served.open(inject(document, served.bundle, EXTERNAL)).evaluate("seen")


def test_a_public_path_can_be_given(served: Served) -> None:
    options = Options(external=True, public_path=f"https://{HOST}/assets/../")
    served.open(inject(INDEX, served.bundle, options))
    assert served.page.evaluate("'__frontendPatch' in window")


def test_without_references_to_assets_a_public_path_is_needed(bundle: Bundle) -> None:
    document = b"<html><head><script src=main.js></script></head></html>"
    with pytest.raises(DocumentError, match="set --public-path"):
        inject(document, bundle, EXTERNAL)


def test_a_malformed_reference_is_ignored(bundle: Bundle) -> None:
    document = SCRIPT.format("https://[bad/assets/a.js").encode()
    with pytest.raises(DocumentError, match="set --public-path"):
        inject(b"<html><head>%s</head></html>" % document, bundle, EXTERNAL)


@pytest.mark.parametrize("folder", ["", "./", "../ui/", "/grün/", "/a'b&c/", "//cdn.example/x/"])
def test_check_accepts_every_form_of_reference(bundle: Bundle, folder: str) -> None:
    document = f'<html><head><script src="{folder}assets/a.js"></script></head></html>'.encode()
    patched = inject(document, bundle, EXTERNAL)
    assert state(patched, bundle) is State.CURRENT
    assert revert(patched) == document


def _nest(index: Path, document: bytes) -> Path:
    """A document in a subfolder of another document's folder."""
    nested = index.parent / "en" / "index.html"
    nested.parent.mkdir()
    nested.write_bytes(document)
    return nested


def test_a_reference_to_assets_of_another_folder_is_ignored(index: Path) -> None:
    nested = _nest(index, INDEX)
    result = run("--index", index.parent, "--mode", "external")
    assert result.exit_code == 1
    assert f"Error: {nested}: cannot infer the URL" in result.output
    assert "set --public-path" in result.output
    assert (index.read_bytes(), nested.read_bytes()) == (INDEX, INDEX)


def test_the_reference_to_an_asset_beside_the_document_counts(index: Path) -> None:
    shared, own = SCRIPT.format("/assets/app.js"), SCRIPT.format("/en/assets/my%20own.js?v=1")
    nested = _nest(index, f"<html><head>{shared}{own}</head></html>".encode())
    (nested.parent / "assets").mkdir()
    (nested.parent / "assets" / "my own.js").write_bytes(b"1;")
    assert run("--index", nested, "--mode", "external").exit_code == 0
    assert b'src="/en/assets/frontend-patch-' in nested.read_bytes()
    assert run("check", "--index", nested).exit_code == 0


def test_the_assets_of_the_stub_ui_count_before_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--mode", "external").exit_code == 0
    assert run("check", "--index", "dist/stub_ui").exit_code == 0


@pytest.mark.parametrize(
    ("folder", "source"),
    [("/canvas/", "'self'"), ("https://cdn.example/x/", "https://cdn.example")],
)
def test_the_report_shows_what_a_policy_needs(
    index: Path, bundle: Bundle, folder: str, source: str
) -> None:
    arguments = ("--index", index, "--mode", "external", "--public-path", folder)
    assert f"CSP        script-src {source}, or {csp_source(bundle)}" in run(*arguments).output
    assert json.loads(run(*arguments, "--json").stdout)["csp_sources"] == [
        source,
        csp_source(bundle),
    ]
