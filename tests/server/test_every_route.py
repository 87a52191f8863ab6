"""Two people at one server: neither sees, opens, changes or deletes what is the other's."""

from __future__ import annotations

from tests.server.meeting import Met, views


def test_no_route_shows_anything_to_another_user(met: Met) -> None:
    shown = {name: met.alices.found_in(answer.text) for name, answer in met.answers.items()}
    assert {name: words for name, words in shown.items() if words} == {}


def test_no_route_changes_anything_of_another_user(met: Met) -> None:
    assert met.changes == {}


def test_every_route_answers(met: Met) -> None:
    failing = {0, 500, 502, 503}
    assert {name: a for name, a in met.answers.items() if a.status in failing} == {}


def test_the_owner_still_has_everything(met: Met) -> None:
    after = views(met.house, met.alices, "alice")
    seen = {name: met.alices.found_in(answer.text) for name, answer in met.before.items()}
    assert any(seen.values())
    assert {name: met.alices.found_in(answer.text) for name, answer in after.items()} == seen
