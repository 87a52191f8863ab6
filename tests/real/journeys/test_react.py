"""React finds no fault with a patched document."""

from __future__ import annotations

import pytest

from tests.real.journeys.looking_around import look_around
from tests.real.journeys.visiting import Visiting
from tests.support.real_ui.deployment import Deployment
from tests.support.real_ui.events import agent_message


@pytest.mark.parametrize(
    ("ui", "errors"),
    [("unpatched", []), ("patched", []), ("spoilt", ["Minified React error #418"])],
)
def test_react_finds_no_fault_unless_the_document_is_spoilt(
    visit: Visiting, deployment: Deployment, ui: str, errors: list[str]
) -> None:
    deployment.agent.say(agent_message("See http://localhost:5000/."))
    visited = visit(ui)
    look_around(visited.page)
    assert [error.partition(";")[0] for error in visited.errors] == errors
