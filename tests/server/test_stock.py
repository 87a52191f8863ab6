"""A stock server fails the tests of the patched server, so these tests can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.meeting import meet
from tests.server.people import house

SHOWS = {
    "GET /api/v1/app-conversations/search": "oh-agent-server-",
    "GET /api/v1/sandboxes/search": "oh-agent-server-",
    "GET /api/v1/app-conversations/start-tasks/search": "canary-message",
}
CHANGES = ["POST /api/v1/sandboxes/{sandbox_id}/pause"]


@pytest.mark.slow
@pytest.mark.parametrize("version", ["1.11.0", "1.7.0", "1.4.0"])
def test_a_stock_server_shows_and_changes_what_is_anothers(version: str, tmp_path: Path) -> None:
    with house(version, tmp_path, is_patched=False) as place:
        met = meet(place)
    for route, word in SHOWS.items():
        assert any(word in each for each in met.alices.found_in(met.answers[route].text)), route
    for route in CHANGES:
        assert route in met.changes
