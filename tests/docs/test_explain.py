"""What docs/how-to/explain-and-serve.md shows is what is printed."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from demo.addresses import HOST, C
from frontend_patch.cli.commands import main
from frontend_patch.paths import HOME
from tests.docs.documentation import the
from tests.support.url_probe import Tabs

TEXT = (HOME / "docs" / "how-to" / "explain-and-serve.md").read_text()

CONSOLE = the("js console")


def test_the_explanation_is_what_the_command_above_it_prints() -> None:
    command = re.search(r"^python build\.py (explain .*)$", TEXT, re.MULTILINE)
    shown = re.search(r"<!-- explain -->\n```text\n(.*?)```", TEXT, re.DOTALL)
    assert command
    assert shown
    assert CliRunner().invoke(main, command[1].split()).stdout == shown[1]


def test_each_reason_is_explained() -> None:
    words = (HOME / "src_js" / "rewrite" / "words.js").read_text()
    reasons = re.findall(r"^  '?([a-z-]+)'?: ", words, re.MULTILINE)
    assert len(reasons) == 10
    explained = re.findall(r"^\| `([^`]+)` \|", TEXT.split("| reason |")[1], re.MULTILINE)
    assert set(reasons) == set(explained)


@pytest.mark.parametrize("line", CONSOLE.splitlines())
def test_the_console_of_a_patched_page_answers(tabs: Tabs, line: str) -> None:
    page = tabs.at(f"https://{HOST}/conversations/{C}", "patched")
    assert page.evaluate(line.partition(";")[0]) is not None
