"""A user's events stay in the user's folder."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from openhands_multiuser import current
from openhands_multiuser.identity import Identity
from openhands_multiuser.refusals import NotSignedIn, NotYours
from openhands_multiuser.scope.events import own_events


class Stock:
    """The part of OpenHands' event service that makes paths."""

    def __init__(self) -> None:
        self.user_id: str | None = None
        self.saved: list[Path] = []

    async def save_event(self, conversation_id: Any, event: Any) -> None:
        name = f"{str(event.id).replace('-', '')}.json"
        self.saved.append(Path("/state", str(self.user_id), conversation_id.hex, name))


def save(event_id: object, stock: Stock) -> None:
    with current.acting_as(Identity("bob")):
        events = own_events(stock)
        asyncio.run(events.save_event(uuid4(), SimpleNamespace(id=event_id)))


@pytest.mark.parametrize("event_id", [uuid4(), str(uuid4()), uuid4().hex, "evt_1"])
def test_an_event_is_saved_in_its_users_folder(event_id: object) -> None:
    stock = Stock()
    save(event_id, stock)
    assert stock.saved[0].is_relative_to("/state/bob")


@pytest.mark.parametrize(
    "event_id", ["../../alice/x", "..", "/etc/x", "a/b", "a\\b", "a\0", "a\n", "", "x" * 65, "*"]
)
def test_an_event_id_is_no_path(event_id: str) -> None:
    stock = Stock()
    with pytest.raises(NotYours):
        save(event_id, stock)
    assert stock.saved == []


def test_nobody_has_events() -> None:
    with pytest.raises(NotSignedIn):
        own_events(Stock())
