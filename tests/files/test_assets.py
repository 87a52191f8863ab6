"""The script as a file of its own: where a browser finds it, and which files come and go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from demo.addresses import HOST
from frontend_patch.bundle.build import Bundle
from frontend_patch.cli.commands import main
from frontend_patch.errors import DocumentError
from frontend_patch.inject.inject import State, csp_source, inject, revert, state
from frontend_patch.inject.options import Options
from frontend_patch.paths import STUB_UI
from frontend_patch.planning.assets import asset_changes, asset_path
from tests.browser.served import Served

EXTERNAL = Options(external=True)
OTHER = Bundle(b"0;", b"", "0.0.1+000000000000")

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
def test_a_browser_finds_it_where_the_documents_own_are(
    served: Served, before: str, after: str, served_at: str
) -> None:
    asked: list[str] = []
    served.page.on("request", lambda request: asked.append(request.url))
    document = f"<!doctype html><head>{before}<meta charset=utf-8>{after}</head>"
    served.open(inject(document.encode(), served.bundle, EXTERNAL))
    ours = [url for url in asked if url.endswith(served.asset)]
    assert ours == [f"https://{HOST}{served_at}{served.asset}"]


def test_it_runs_first_and_as_a_classic_script(served: Served) -> None:
    document = INDEX.replace(
        b"<title>", b"<script>var seen = '__frontendPatch' in window</script><title>"
    )
    assert served.open(inject(document, served.bundle, EXTERNAL)).evaluate("seen")


def test_a_public_path_says_where_it_is(served: Served) -> None:
    options = Options(external=True, public_path=f"https://{HOST}/assets/../")
    served.open(inject(INDEX, served.bundle, options))
    assert served.page.evaluate("'__frontendPatch' in window")


def test_a_document_that_refers_to_no_asset_needs_a_public_path(bundle: Bundle) -> None:
    document = b"<html><head><script src=main.js></script></head></html>"
    with pytest.raises(DocumentError, match="give it with --public-path"):
        inject(document, bundle, EXTERNAL)


def test_a_malformed_reference_tells_no_url(bundle: Bundle) -> None:
    document = SCRIPT.format("https://[bad/assets/a.js").encode()
    with pytest.raises(DocumentError, match="give it with --public-path"):
        inject(b"<html><head>%s</head></html>" % document, bundle, EXTERNAL)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.write_bytes(INDEX)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "app.js").write_bytes(b"1;")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def _beside(index: Path) -> set[str]:
    return {path.name for path in (index.parent / "assets").iterdir()}


def _put(index: Path, bundle: Bundle) -> Path:
    """As an earlier build left the folder."""
    path = asset_path(index, bundle)
    path.write_bytes(bundle.script)
    index.write_bytes(inject(index.read_bytes(), bundle, EXTERNAL))
    return path


def test_build_writes_it_and_revert_removes_it(index: Path, bundle: Bundle) -> None:
    result = run("--index", index, "--mode", "external")
    path = asset_path(index, bundle)
    assert f"written    {path}" in result.output
    assert path.read_bytes() == bundle.script
    assert run("check", "--index", index).exit_code == 0
    assert run("revert", "--index", index).exit_code == 0
    assert index.read_bytes() == INDEX
    assert _beside(index) == {"app.js"}


@pytest.mark.parametrize("folder", ["", "./", "../ui/", "/grün/", "/a'b&c/", "//cdn.example/x/"])
def test_however_the_document_refers_it_is_current(bundle: Bundle, folder: str) -> None:
    document = f'<html><head><script src="{folder}assets/a.js"></script></head></html>'.encode()
    patched = inject(document, bundle, EXTERNAL)
    assert state(patched, bundle) is State.CURRENT
    assert revert(patched) == document


@pytest.mark.parametrize(
    ("folder", "source"),
    [("/canvas/", "'self'"), ("https://cdn.example/x/", "https://cdn.example")],
)
def test_the_report_tells_what_a_policy_needs(
    index: Path, bundle: Bundle, folder: str, source: str
) -> None:
    arguments = ("--index", index, "--mode", "external", "--public-path", folder)
    assert f"CSP        script-src {source}, or {csp_source(bundle)}" in run(*arguments).output
    assert json.loads(run(*arguments, "--json").stdout)["csp_sources"] == [
        source,
        csp_source(bundle),
    ]


def test_building_again_changes_nothing(index: Path) -> None:
    run("--index", index, "--mode", "external")
    output = run("--index", index, "--mode", "external").output
    assert f"unchanged  {index}" in output
    assert "written" not in output


def test_an_older_one_is_replaced(index: Path, bundle: Bundle) -> None:
    old = _put(index, OTHER)
    assert f"removed    {old}" in run("--index", index, "--mode", "external").output
    assert _beside(index) == {"app.js", asset_path(index, bundle).name}


def test_modes_can_be_switched(index: Path, bundle: Bundle) -> None:
    run("--index", index, "--mode", "external")
    assert run("--index", index).exit_code == 0
    assert index.read_bytes() == inject(INDEX, bundle)
    assert _beside(index) == {"app.js"}
    run("--index", index, "--mode", "external")
    assert index.read_bytes() == inject(INDEX, bundle, EXTERNAL)


def test_a_lost_index_does_not_leave_older_ones(index: Path, bundle: Bundle) -> None:
    _put(index, OTHER)
    index.write_bytes(INDEX)
    run("--index", index, "--mode", "external")
    assert _beside(index) == {"app.js", asset_path(index, bundle).name}


def test_revert_removes_one_that_a_lost_index_left(index: Path) -> None:
    _put(index, OTHER)
    index.write_bytes(INDEX)
    assert run("revert", "--index", index).exit_code == 0
    assert _beside(index) == {"app.js"}
    assert "nothing to revert" in run("revert", "--index", index).output


def test_a_damaged_one_is_found_and_mended(index: Path, bundle: Bundle) -> None:
    run("--index", index, "--mode", "external")
    path = asset_path(index, bundle)
    path.write_bytes(b"1;")
    result = run("check", "--index", index)
    assert (result.exit_code, f"Error: {path}: not the script" in result.output) == (1, True)
    run("--index", index, "--mode", "external")
    assert path.read_bytes() == bundle.script


def test_a_missing_one_is_one_of_the_problems(index: Path, bundle: Bundle) -> None:
    second = index.parent / "admin" / "index.html"
    second.parent.mkdir()
    second.write_bytes(INDEX)
    run("--index", index, "--mode", "external")
    path = asset_path(index, bundle)
    path.unlink()
    result = run("check", "--index", index, "--index", second)
    assert result.exit_code == 1
    assert f"{path}: not there, and {index} refers to it; build it again" in result.output
    assert f"{second}: holds no bundle" in result.output


def test_one_at_a_malformed_url_is_a_document_error(index: Path, bundle: Bundle) -> None:
    patched = inject(INDEX, bundle, Options(external=True, public_path="https://cdn.example/"))
    index.write_bytes(patched.replace(b"//cdn.example/", b"//cdn.example:99999/"))
    result = run("check", "--index", index)
    assert result.exit_code == 1
    assert f"{index}: the script's URL 'https://cdn.example:99999/assets/" in result.output


def _nest(index: Path, document: bytes) -> Path:
    """A document in a folder of its own below another's."""
    nested = index.parent / "en" / "index.html"
    nested.parent.mkdir()
    nested.write_bytes(document)
    return nested


def test_a_reference_to_the_assets_of_another_folder_tells_no_url(index: Path) -> None:
    nested = _nest(index, INDEX)
    result = run("--index", index.parent, "--mode", "external")
    assert result.exit_code == 1
    assert f"Error: {nested}: it refers to no script" in result.output
    assert "give it with --public-path" in result.output
    assert (index.read_bytes(), nested.read_bytes()) == (INDEX, INDEX)


def test_of_several_references_the_one_to_an_asset_beside_the_document_tells(index: Path) -> None:
    shared, own = SCRIPT.format("/assets/app.js"), SCRIPT.format("/en/assets/my%20own.js?v=1")
    nested = _nest(index, f"<html><head>{shared}{own}</head></html>".encode())
    (nested.parent / "assets").mkdir()
    (nested.parent / "assets" / "my own.js").write_bytes(b"1;")
    assert run("--index", nested, "--mode", "external").exit_code == 0
    assert b'src="/en/assets/frontend-patch-' in nested.read_bytes()
    assert run("check", "--index", nested).exit_code == 0


def test_the_stub_ui_whose_assets_are_yet_to_be_written_has_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--mode", "external").exit_code == 0
    assert run("check", "--index", "dist/stub_ui").exit_code == 0


@pytest.mark.parametrize(
    "name", ["frontend-patch-0123456789ab.js", "frontend-patch-theirs.js", "frontend-patch.js"]
)
def test_what_is_not_ours_stays(index: Path, name: str) -> None:
    theirs = index.parent / "assets" / name
    theirs.write_bytes(b"theirs")
    run("--index", index, "--mode", "external")
    run("revert", "--index", index)
    assert theirs.read_bytes() == b"theirs"


def test_one_that_another_document_names_stays(index: Path, bundle: Bundle) -> None:
    old = _put(index, OTHER)
    (index.parent / "404.html").write_bytes(index.read_bytes())
    run("--index", index, "--mode", "external")
    assert _beside(index) == {"app.js", old.name, asset_path(index, bundle).name}


def test_documents_that_share_one_are_changed_together(index: Path, bundle: Bundle) -> None:
    old = _put(index, OTHER)
    second = index.with_name("404.html")
    second.write_bytes(index.read_bytes())
    external, inline = inject(INDEX, bundle, EXTERNAL), inject(INDEX, bundle)
    path = asset_path(index, bundle)
    assert asset_changes({index: external, second: inline}, bundle) == (
        {path: bundle.script},
        {old: None},
    )
    assert asset_changes({index: INDEX, second: INDEX}) == ({}, {old: None})
