"""If two runs change the same files, all files are from one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from frontend_patch.paths import RULES
from tests.files import killable_process
from tests.files.killable_process import NAMES, NEW, OLD, KillableProcess
from tests.files.runs import all_hold, make_index, start_build
from tests.support.command_line import run


@pytest.mark.parametrize("two_folders", [False, True], ids=["one folder", "two, in both orders"])
def test_two_transactions_do_not_mix(tmp_path: Path, *, two_folders: bool) -> None:
    folders = [tmp_path / "a", tmp_path / "b"][: 1 + two_folders]
    writers = [
        KillableProcess(killable_process.write_many, folders, OLD, 60),
        KillableProcess(killable_process.write_many, folders[::-1], NEW, 60),
    ]
    assert [writer.ends() for writer in writers] == [(0, ["done"])] * 2
    winner = (folders[0] / NAMES[0]).read_bytes()
    assert winner in (OLD, NEW)
    assert all(all_hold(folder, winner) for folder in folders)


def test_two_builds_do_not_mix(tmp_path: Path) -> None:
    """Each build has its own table; the compressed sibling matches the last one."""
    index, other = make_index(tmp_path / "ui"), tmp_path / "rules.json"
    table = json.loads(RULES.read_text())
    table["rules"].pop()
    other.write_text(json.dumps(table))
    builds = [start_build(index, rules) for rules in (RULES, other)]
    assert [build.wait() for build in builds] == [0, 0]
    codes = [run("check", "--index", index, "--rules", rules).exit_code for rules in (RULES, other)]
    assert sorted(codes) == [0, 1]
    assert len(list(index.parent.iterdir())) == 2
