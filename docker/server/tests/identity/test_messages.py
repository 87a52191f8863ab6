from __future__ import annotations

from enum import StrEnum

import pytest

from openhands_multiuser.identity import messages
from openhands_multiuser.identity.errors import (
    ConfigurationProblem,
    DocumentProblem,
    IdentityProblem,
)


@pytest.mark.parametrize(
    ("problems", "sentences"),
    [
        (IdentityProblem, messages.IDENTITY),
        (ConfigurationProblem, messages.CONFIGURATION),
        (DocumentProblem, messages.DOCUMENT),
    ],
)
def test_each_code_has_a_sentence(problems: type[StrEnum], sentences: dict[str, str]) -> None:
    assert {problem.value for problem in problems} == set(sentences)
