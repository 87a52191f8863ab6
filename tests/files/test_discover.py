"""Several documents in one run: which are found, and that all change or none."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

import pytest

from frontend_patch.bundle.build import Bundle
from frontend_patch.files.discover import find_indexes
from frontend_patch.inject.inject import inject
from tests.support.command_line import DOCUMENT, run

FILES = ("index.html", "admin/index.html", "admin/deep/index.html", "admin/login.html", "a[b].html")


@pytest.fixture
def ui(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(DOCUMENT)
    return tmp_path


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (["index.html"], ["index.html"]),
        (["admin"], ["admin/deep/index.html", "admin/index.html"]),
        (["."], ["admin/deep/index.html", "admin/index.html", "index.html"]),
        (["*/*.html"], ["admin/index.html", "admin/login.html"]),
        (["**/login.html"], ["admin/login.html"]),
        (["*"], ["a[b].html", "index.html"]),
        (["a[b].html"], ["a[b].html"]),
        (
            ["admin/login.html", "index.html", "*.html"],
            ["admin/login.html", "index.html", "a[b].html"],
        ),
    ],
)
def test_files_folders_and_globs_are_found(
    ui: Path, monkeypatch: pytest.MonkeyPatch, named: list[str], found: list[str]
) -> None:
    monkeypatch.chdir(ui)
    assert [str(path) for path in find_indexes(named)] == found


def test_a_file_with_several_names_is_found_once(ui: Path) -> None:
    link = ui / "admin" / "link.html"
    link.symlink_to(ui / "index.html")
    assert find_indexes([str(ui / "index.html"), str(link)]) == [ui / "index.html"]


@pytest.mark.parametrize("command", ["build", "check", "revert"])
@pytest.mark.parametrize(
    ("named", "message"),
    [("*.htm", "*.htm: no file matches"), ("none/", "none: no index.html in this folder")],
)
def test_a_name_without_match_exits_with_1(
    ui: Path, monkeypatch: pytest.MonkeyPatch, command: str, named: str, message: str
) -> None:
    monkeypatch.chdir(ui)
    (ui / "none").mkdir()
    result = run(command, "--index", "index.html", "--index", named)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, f"Error: {message}")
    assert (ui / "index.html").read_bytes() == DOCUMENT


def test_all_documents_are_patched_checked_and_reverted(ui: Path, bundle: Bundle) -> None:
    indexes = find_indexes([str(ui)])
    report = json.loads(run("--index", ui, "--json").stdout)
    assert report["files"] == {str(index): "patched" for index in indexes}
    assert [index.read_bytes() for index in indexes] == [inject(DOCUMENT, bundle)] * len(indexes)
    output = run("check", "--index", ui).output
    assert all(f"{index}: holds exactly this bundle" in output for index in indexes)
    output = run("revert", "--index", ui).output
    assert all(f"{index}: reverted" in output for index in indexes)
    assert [index.read_bytes() for index in indexes] == [DOCUMENT] * len(indexes)


def test_check_names_each_document_without_the_bundle(ui: Path) -> None:
    run("--index", ui / "admin/index.html")
    result = run("check", "--index", ui)
    assert result.exit_code == 1
    wrong = [line for line in result.output.splitlines() if "holds no bundle" in line]
    assert len(wrong) == 2


@pytest.mark.parametrize("command", ["build", "revert"])
def test_if_one_document_is_rejected_none_changes(ui: Path, command: str) -> None:
    (ui / "admin/index.html").write_bytes(inject(DOCUMENT, Bundle(b"0;", b"", "0.0.1+0")))
    (ui / "index.html").write_bytes(b"\xff")
    before = {name: (ui / name).read_bytes() for name in FILES}
    result = run(command, "--index", ui)
    assert (result.exit_code, "index.html: not UTF-8" in result.output) == (1, True)
    assert {name: (ui / name).read_bytes() for name in FILES} == before


def test_folders_are_locked_in_sorted_order(ui: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs with index and --out swapped do not wait for each other."""
    locked: list[int] = []
    real = fcntl.flock

    def note(descriptor: int, operation: int) -> None:
        locked.append(os.fstat(descriptor).st_ino)
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", note)
    folders = [ui / "admin", ui / "admin" / "deep"]
    for index, out in (folders, folders[::-1]):
        locked.clear()
        assert run("--index", index / "index.html", "--out", out).exit_code == 0
        assert locked == [folder.stat().st_ino for folder in folders]


def test_the_parent_of_a_missing_out_folder_is_locked(
    ui: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: list[int] = []
    monkeypatch.setattr(fcntl, "flock", lambda one, _: locked.append(os.fstat(one).st_ino))
    out = ui / "new" / "out"
    assert run("--index", ui / "admin" / "index.html", "--out", out).exit_code == 0
    assert locked == [folder.stat().st_ino for folder in (ui, ui / "admin", out)]


@pytest.mark.parametrize("command", ["build", "revert"])
def test_if_one_document_cannot_be_written_none_changes(
    ui: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    run("--index", ui / "admin", "--index", ui / "index.html")
    if command == "build":
        for index in find_indexes([str(ui)]):
            index.write_bytes(inject(DOCUMENT, Bundle(b"0;", b"", "0.0.1+0")))
    before = {name: (ui / name).read_bytes() for name in FILES}
    real = os.replace

    def fail(source: Path, target: Path) -> None:
        # The last of three; the same call restores the others.
        if target == ui / "index.html":
            raise PermissionError(1, "Operation not permitted")
        real(source, target)

    monkeypatch.setattr(os, "replace", fail)
    result = run(command, "--index", ui)
    assert result.exit_code == 1
    assert f"{ui}/index.html: cannot replace the file: Operation not permitted" in result.output
    assert {name: (ui / name).read_bytes() for name in FILES} == before
