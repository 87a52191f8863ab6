"""Two people at one server: one has data, the other requests it from every route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.server.belongings import Belongings, settle, state_of
from tests.server.every_route import Answer, ask, requests_for
from tests.server.people import House


@dataclass(frozen=True)
class Met:
    """A server at which Bob has requested Alice's data from every route."""

    house: House
    alices: Belongings
    before: dict[str, Answer]
    answers: dict[str, Answer]
    changes: dict[str, dict[str, Any]]


def meet(place: House) -> Met:
    """Stores Alice's data, and has Bob request it from every route."""
    alices = settle(place, "alice")
    paths = place.client("alice").get("/openapi.json")["paths"]
    before = views(place, alices, "alice")
    answers: dict[str, Answer] = {}
    changes: dict[str, dict[str, Any]] = {}
    state = state_of(place, "alice", alices)
    for each in requests_for(paths, alices):
        answers[each.name] = ask(place.client("bob"), each)
        if each.method != "GET" and (now := state_of(place, "alice", alices)) != state:
            changes[each.name], state = now, now
    return Met(place, alices, before, answers, changes)


def views(place: House, alices: Belongings, user_id: str) -> dict[str, Answer]:
    """The part of Alice's data that a person sees."""
    paths = place.client("alice").get("/openapi.json")["paths"]
    return {
        each.name: ask(place.client(user_id), each)
        for each in requests_for(paths, alices)
        if each.method == "GET" and "/webhooks/" not in each.route and "git" not in each.route
    }
