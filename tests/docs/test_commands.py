"""The commands of each page, one after the other, do what the page says."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from contextlib import chdir
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from frontend_patch.bundle.build import Bundle
from frontend_patch.cli.commands import main
from frontend_patch.paths import HOME
from tests.docs.docs_machine import Scratch, running_scratch
from tests.docs.documentation import Block, blocks_of, of_kind

_RULE = "json rule-before sandbox-document"


def _run(scratch: Scratch, block: Block) -> None:
    status, said = scratch.run(block.text)
    assert status == 0, f"{block}: exit status {status}\n{said}"


def _run_instruction(scratch: Scratch, block: Block) -> None:
    """What RUN of a Dockerfile runs, after the project was copied."""
    copy, run = block.text.split("RUN ")
    assert copy == "COPY openhands-frontend-patch /opt/frontend-patch\n"
    _run(scratch, replace(block, text=run))


def _run_until_it_serves(scratch: Scratch, block: Block) -> None:
    # No browser, and a port that nobody else has.
    with scratch.started(block.text.replace("--open", "--port 0")) as output:
        said = next((line for line in output if "http://localhost:" in line), None)
    assert said, f"{block}: serves nothing"


def _run_and_compare(scratch: Scratch, block: Block) -> None:
    command, *lines = block.text.splitlines()
    assert command.startswith("$ ")
    _, said = scratch.run(command.removeprefix("$ "))
    here = said.replace(f"{scratch.project}/", "")
    missing = [line for line in lines if line not in here]
    assert not missing, f"{block}: not said: {missing}\n{said}"


def _insert_rule(scratch: Scratch, block: Block) -> None:
    """As text, since a person keeps the file's layout."""
    path = scratch.project / "src_js" / "rules.json"
    before = re.escape(block.kind.split()[-1])
    text, count = re.subn(
        rf'(?=    \{{\n      "id": "{before}")', lambda _: f"{block.text},\n", path.read_text()
    )
    assert count == 1
    assert json.loads(text)
    path.write_text(text)


DO: dict[str, Callable[[Scratch, Block], None]] = {
    "sh": _run,
    "sh until-ctrl-c": _run_until_it_serves,
    "dockerfile run": _run_instruction,
    "console": _run_and_compare,
    _RULE: _insert_rule,
}


NAMES = sorted({block.page for block in of_kind(*DO)})


@pytest.mark.install
@pytest.mark.parametrize("name", NAMES)
def test_the_commands_work(name: str, bundle: Bundle, tmp_path: Path) -> None:
    blocks = [block for block in blocks_of(HOME / name) if block.kind in DO]
    sets_up = any("-m venv" in block.text for block in blocks)
    with running_scratch(tmp_path, bundle, installed=not sets_up) as scratch:
        # This test is one of those that it would run.
        tests = scratch.project / "tests" / "run"
        tests.write_text(f"exit 0\n{tests.read_text()}")
        for block in blocks:
            DO[block.kind](scratch, block)


def test_the_build_says_how_to_see_it_work_as_the_readme_does(tmp_path: Path) -> None:
    [serving] = [one for one in blocks_of(HOME / "README.md") if one.kind == "sh until-ctrl-c"]
    with chdir(tmp_path):
        said = CliRunner().invoke(main, []).stdout
    assert said.endswith(f"See it work: {serving.text}")


def test_bash_tests_run_is_what_ci_runs() -> None:
    subprocess.run(["bash", "-n", HOME / "tests" / "run"], check=True)
    assert 'exec bash "$(dirname "$0")/../tests/run"' in (HOME / ".ci" / "run").read_text()
