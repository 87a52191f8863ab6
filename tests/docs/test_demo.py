"""The README's command and pictures of a whole OpenHands, which tests/real/whole runs."""

from __future__ import annotations

from tests.docs.documentation import the
from tests.real.whole.pictures import LIMIT, PICTURES
from tests.real.whole.running import COMMAND

_README = the("sh demo")


def test_the_readme_names_the_command_that_is_tested() -> None:
    assert f".venv/bin/python {' '.join(COMMAND)}\n" == _README


def test_the_animation_is_small_enough_for_the_readme() -> None:
    assert (PICTURES / "journey.webp").stat().st_size <= LIMIT
