"""The README's command for a whole OpenHands, which tests/real/whole runs."""

from __future__ import annotations

from tests.docs.documentation import the
from tests.real.whole.running import COMMAND

_README = the("sh demo")


def test_the_readme_names_the_command_that_is_tested() -> None:
    assert f".venv/bin/python {' '.join(COMMAND)}\n" == _README
