"""Compressed siblings of an index: rebuilt, removed, and checked."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import brotli
import pytest

from frontend_patch.bundle.build import Bundle
from frontend_patch.files.encodings import ENCODINGS
from frontend_patch.inject.inject import inject
from tests.support.command_line import run

if sys.version_info >= (3, 14):
    pass
else:
    pass

from tests.files.compressors import OLD, make_brotli, make_gzip, make_zstd


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.write_bytes(OLD)
    for suffix, make in (
        (".gz", make_gzip(9)),
        (".br", make_brotli(11, 22)),
        (".zst", make_zstd(19)),
    ):
        path.with_name(f"index.html{suffix}").write_bytes(make(OLD))
    return path


def _siblings(index: Path) -> list[Path]:
    return [index.with_name(index.name + suffix) for suffix in ENCODINGS]


def _all_hold(index: Path, content: bytes) -> bool:
    return index.read_bytes() == content and all(
        ENCODINGS[path.suffix].decompress(path.read_bytes()) == content for path in _siblings(index)
    )


def test_build_rebuilds_and_revert_restores_siblings(index: Path, bundle: Bundle) -> None:
    before = {path: path.read_bytes() for path in _siblings(index)}
    result = run("--index", index)
    assert _all_hold(index, inject(OLD, bundle))
    assert all(f"rebuilt    {path}\n" in result.output for path in before)
    assert run("check", "--index", index).exit_code == 0
    run("revert", "--index", index)
    assert {path: path.read_bytes() for path in _siblings(index)} == before


@pytest.mark.parametrize("command", ["build", "revert"])
def test_siblings_can_be_removed(index: Path, command: str) -> None:
    result = run(command, "--index", index, "--siblings=remove", *["--json"][: command == "build"])
    assert list(index.parent.iterdir()) == [index]
    if command == "build":
        done = json.loads(result.stdout)["files"]
        assert done == {str(index): "patched"} | {str(path): "removed" for path in _siblings(index)}


@pytest.mark.parametrize("suffix", ENCODINGS)
def test_check_names_a_stale_sibling(index: Path, suffix: str) -> None:
    stale = index.with_name(f"index.html{suffix}")
    old = stale.read_bytes()
    run("--index", index)
    stale.write_bytes(old)
    result = run("check", "--index", index)
    assert result.exit_code == 1
    assert f"{stale}: stale: does not match index.html" in result.output
    assert run("--index", index).exit_code == 0
    assert run("check", "--index", index).exit_code == 0


def test_a_stale_sibling_is_rebuilt_and_reported(index: Path, bundle: Bundle) -> None:
    stale = index.with_name("index.html.gz")
    stale.write_bytes(make_gzip(9)(b"of an older release"))
    result = run("--index", index)
    assert f"rebuilt    {stale} (was stale: did not match the document)\n" in result.output
    assert _all_hold(index, inject(OLD, bundle))


@pytest.mark.parametrize("command", ["build", "check", "revert"])
def test_a_broken_sibling_is_named_and_nothing_changes(index: Path, command: str) -> None:
    broken = index.with_name("index.html.br")
    broken.write_bytes(b"broken")
    result = run(command, "--index", index)
    assert result.exit_code == 1
    assert f"Error: {broken}: not Brotli: " in result.output
    assert "--siblings=remove" in result.output
    assert index.read_bytes() == OLD


def test_without_zstandard_a_sibling_can_be_removed(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    result = run("--index", index)
    assert result.exit_code == 1
    assert f"Error: {index}.zst: this Python has no Zstandard" in result.output
    assert index.read_bytes() == OLD
    assert run("--index", index, "--siblings=remove").exit_code == 0
    assert list(index.parent.iterdir()) == [index]


def test_siblings_of_a_symlink_and_of_its_target_are_rebuilt(
    index: Path, tmp_path: Path, bundle: Bundle
) -> None:
    link = tmp_path / "served" / "index.html"
    link.parent.mkdir()
    link.symlink_to(index)
    link.with_name("index.html.gz").symlink_to(f"{index}.gz")
    link.with_name("index.html.br").write_bytes(Path(f"{index}.br").read_bytes())
    assert run("--index", link).exit_code == 0
    assert _all_hold(index, inject(OLD, bundle))
    assert link.with_name("index.html.gz").is_symlink()
    assert brotli.decompress(link.with_name("index.html.br").read_bytes()) == inject(OLD, bundle)


def test_a_broken_hard_link_is_reported(index: Path) -> None:
    other = index.with_name("404.html")
    other.hardlink_to(index)
    assert f"patched    {index} (no longer a hard link; " in run("--index", index).output
    assert other.read_bytes() == OLD
