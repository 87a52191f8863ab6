"""Two people at one server: neither sees, opens, changes or deletes what is the other's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.server.belongings import Belongings, settle, state_of
from tests.server.every_route import Answer, ask, requests_for
from tests.server.people import House, house

VERSIONS = [
    pytest.param("1.11.0"),
    pytest.param("1.7.0", marks=pytest.mark.slow),
    pytest.param("1.4.0", marks=pytest.mark.slow),
]


@dataclass(frozen=True)
class Met:
    """A server at which Bob has asked every route for Alice's things."""

    house: House
    alices: Belongings
    before: dict[str, Answer]
    answers: dict[str, Answer]
    changes: dict[str, object]


@pytest.fixture(scope="module", params=VERSIONS)
def met(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Met]:
    with house(request.param, tmp_path_factory.mktemp(request.param)) as place:
        yield meet(place)


def meet(place: House) -> Met:
    """Lets Alice settle, and Bob ask every route for her things."""
    alices = settle(place, "alice")
    paths = place.client("alice").get("/openapi.json")["paths"]
    before = views(place, alices, "alice")
    answers, changes = {}, {}
    state = state_of(place, "alice", alices)
    for each in requests_for(paths, alices):
        answers[each.name] = ask(place.client("bob"), each)
        if each.method != "GET" and (now := state_of(place, "alice", alices)) != state:
            changes[each.name], state = now, now
    return Met(place, alices, before, answers, changes)


def views(place: House, alices: Belongings, user_id: str) -> dict[str, Answer]:
    """What a person sees of Alice's things."""
    paths = place.client("alice").get("/openapi.json")["paths"]
    return {
        each.name: ask(place.client(user_id), each)
        for each in requests_for(paths, alices)
        if each.method == "GET" and "/webhooks/" not in each.route and "git" not in each.route
    }


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
