"""The files of external scripts: which are written, and which are removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontend_patch.bundle.build import Bundle
from frontend_patch.inject.asset_url import asset_name
from frontend_patch.inject.index import Index
from frontend_patch.inject.inject import inject
from frontend_patch.inject.options import Options
from frontend_patch.paths import STUB_UI
from frontend_patch.planning.assets import Edit, asset_changes, asset_path
from tests.support.command_line import run

EXTERNAL = Options(external=True)


OTHER = Bundle(b"0;", b"", "0.0.1+000000000000")


SCRIPT = "<script type=module src={}></script>"


INDEX = (STUB_UI / "index.html").read_bytes()


def _beside(index: Path) -> set[str]:
    return {path.name for path in (index.parent / "assets").iterdir()}


def _build_earlier(index: Path, bundle: Bundle) -> Path:
    """Leaves the folder as an earlier build did."""
    path = asset_path(index, bundle)
    path.write_bytes(bundle.script)
    index.write_bytes(inject(index.read_bytes(), bundle, EXTERNAL))
    return path


def test_build_writes_the_script_and_revert_removes_it(index: Path, bundle: Bundle) -> None:
    result = run("--index", index, "--mode", "external")
    path = asset_path(index, bundle)
    assert f"written    {path}" in result.output
    assert path.read_bytes() == bundle.script
    assert run("check", "--index", index).exit_code == 0
    assert run("revert", "--index", index).exit_code == 0
    assert index.read_bytes() == INDEX
    assert _beside(index) == {"app.js"}


def test_building_again_changes_nothing(index: Path) -> None:
    run("--index", index, "--mode", "external")
    output = run("--index", index, "--mode", "external").output
    assert f"unchanged  {index}" in output
    assert "written" not in output


def test_an_older_script_is_replaced(index: Path, bundle: Bundle) -> None:
    old = _build_earlier(index, OTHER)
    assert f"removed    {old}" in run("--index", index, "--mode", "external").output
    assert _beside(index) == {"app.js", asset_path(index, bundle).name}


def test_the_mode_can_be_switched(index: Path, bundle: Bundle) -> None:
    run("--index", index, "--mode", "external")
    assert run("--index", index).exit_code == 0
    assert index.read_bytes() == inject(INDEX, bundle)
    assert _beside(index) == {"app.js"}
    run("--index", index, "--mode", "external")
    assert index.read_bytes() == inject(INDEX, bundle, EXTERNAL)


def test_a_replaced_index_leaves_no_older_script(index: Path, bundle: Bundle) -> None:
    _build_earlier(index, OTHER)
    index.write_bytes(INDEX)
    run("--index", index, "--mode", "external")
    assert _beside(index) == {"app.js", asset_path(index, bundle).name}


def test_revert_removes_the_script_of_a_replaced_index(index: Path) -> None:
    _build_earlier(index, OTHER)
    index.write_bytes(INDEX)
    assert run("revert", "--index", index).exit_code == 0
    assert _beside(index) == {"app.js"}
    assert "nothing to revert" in run("revert", "--index", index).output


def test_a_damaged_script_is_found_and_repaired(index: Path, bundle: Bundle) -> None:
    run("--index", index, "--mode", "external")
    path = asset_path(index, bundle)
    path.write_bytes(b"1;")
    result = run("check", "--index", index)
    assert (result.exit_code, f"Error: {path}: is not the script" in result.output) == (1, True)
    run("--index", index, "--mode", "external")
    assert path.read_bytes() == bundle.script


def test_a_missing_script_is_among_the_problems(index: Path, bundle: Bundle) -> None:
    second = index.parent / "admin" / "index.html"
    second.parent.mkdir()
    second.write_bytes(INDEX)
    run("--index", index, "--mode", "external")
    path = asset_path(index, bundle)
    path.unlink()
    result = run("check", "--index", index, "--index", second)
    assert result.exit_code == 1
    assert f"{path}: is missing, but {index} refers to it; build again" in result.output
    assert f"{second}: holds no bundle" in result.output


def test_a_malformed_url_is_a_document_error(index: Path, bundle: Bundle) -> None:
    patched = inject(INDEX, bundle, Options(external=True, public_path="https://cdn.example/"))
    index.write_bytes(patched.replace(b"//cdn.example/", b"//cdn.example:99999/"))
    result = run("check", "--index", index)
    assert result.exit_code == 1
    assert f"{index}: the script's URL 'https://cdn.example:99999/assets/" in result.output


@pytest.mark.parametrize(
    "name", ["frontend-patch-0123456789ab.js", "frontend-patch-theirs.js", "frontend-patch.js"]
)
def test_other_files_are_kept(index: Path, name: str) -> None:
    theirs = index.parent / "assets" / name
    theirs.write_bytes(b"theirs")
    run("--index", index, "--mode", "external")
    run("revert", "--index", index)
    assert theirs.read_bytes() == b"theirs"


def test_a_script_that_another_document_names_is_kept(index: Path, bundle: Bundle) -> None:
    old = _build_earlier(index, OTHER)
    (index.parent / "404.html").write_bytes(index.read_bytes())
    run("--index", index, "--mode", "external")
    assert _beside(index) == {"app.js", old.name, asset_path(index, bundle).name}


def test_documents_that_share_a_script_are_changed_together(index: Path, bundle: Bundle) -> None:
    old = _build_earlier(index, OTHER)
    second = index.with_name("404.html")
    second.write_bytes(index.read_bytes())
    before = Index(index.read_bytes())
    external = Edit(before, inject(INDEX, bundle, EXTERNAL), asset_name(bundle))
    inline = Edit(before, inject(INDEX, bundle))
    path = asset_path(index, bundle)
    assert asset_changes({index: external, second: inline}, bundle) == (
        {path: bundle.script},
        {old: None},
    )
    reverted = Edit(before, INDEX)
    assert asset_changes({index: reverted, second: reverted}) == ({}, {old: None})
