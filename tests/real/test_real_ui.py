"""The published index.html of the real UI."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from demo.real.ui import real_ui
from frontend_patch.bundle.build import Bundle
from frontend_patch.cli.commands import main
from frontend_patch.html.document import MARKER, parse
from frontend_patch.inject.inject import inject


@pytest.fixture(scope="module")
def original() -> bytes:
    return (real_ui() / "index.html").read_bytes()


def test_the_parse_trees_are_equal_but_for_our_element(original: bytes, bundle: Bundle) -> None:
    before, after = parse(original.decode()), parse(inject(original, bundle).decode())
    [ours] = after.find_all("script", attrs={MARKER: True})
    assert ours.string == bundle.script.decode()
    assert ours.previous_sibling == before.find("meta", charset=True)
    ours.extract()
    assert list(after.descendants) == list(before.descendants)


def test_the_commands_patch_check_and_restore_it(original: bytes, tmp_path: Path) -> None:
    index = tmp_path / "index.html"
    index.write_bytes(original)

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, [*arguments, "--index", str(index)])
        return result.exit_code, result.output

    assert run("check")[0] == 1
    assert run("build")[0] == 0
    patched, stamp = index.read_bytes(), index.stat().st_mtime_ns
    assert patched != original
    assert run("check")[0] == 0
    assert run("build")[0] == 0
    assert (index.read_bytes(), index.stat().st_mtime_ns) == (patched, stamp)
    assert run("revert")[0] == 0
    assert index.read_bytes() == original
