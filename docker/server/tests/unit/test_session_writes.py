"""What the database's sessions write: no row of another user."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from openhands_multiuser.refusals import NotSignedIn, NotYours
from tests.unit.database import HERS, TASK, TASK_NAME, acting
from tests.unit.models import Callback, Conversation, Message, StartTask, Unknown


def merged(session: Session, row: Any) -> None:
    """Saves a row as OpenHands does."""
    session.merge(row)
    session.commit()


def test_another_user_gets_nothing_by_key(engine: Engine) -> None:
    with acting("bob", engine) as session:
        assert session.get(Conversation, str(HERS)) is None


def test_another_user_deletes_nothing(engine: Engine) -> None:
    with acting("bob", engine) as session:
        session.execute(delete(Conversation))
        session.execute(delete(StartTask).where(StartTask.id == TASK))
        session.commit()
    with acting("alice", engine) as session:
        assert session.get(Conversation, str(HERS))
        assert session.get(StartTask, TASK)


@pytest.mark.parametrize(
    "row",
    [
        Conversation(conversation_id=str(HERS), title="his"),
        Conversation(conversation_id=str(HERS), title="his", user_id="bob"),
        Conversation(conversation_id=str(uuid4()), user_id="alice"),
        StartTask(id=TASK, created_by_user_id="bob"),
        StartTask(id=uuid4(), created_by_user_id="alice"),
        Message(conversation_id=str(HERS)),
        Message(conversation_id=HERS.hex.upper()),
        Message(conversation_id=TASK_NAME),
        Message(conversation_id="task-"),
        Message(conversation_id=None),
        Callback(conversation_id=HERS),
        Callback(conversation_id=None),
    ],
    ids=repr,
)
def test_another_user_writes_nothing_of_hers(engine: Engine, row: Any) -> None:
    with acting("bob", engine) as session, pytest.raises(NotYours):
        merged(session, row)
    with acting("alice", engine) as session:
        assert session.execute(select(Conversation.title)).scalar() == "hers"


def test_a_race_for_an_id_has_one_winner(engine: Engine) -> None:
    raced = str(uuid4())
    with acting("bob", engine) as his:
        his.merge(Conversation(conversation_id=raced, title="his"))
        his.flush()
        with acting("alice", engine) as hers:
            hers.add(Conversation(conversation_id=raced, title="hers"))
            with pytest.raises((NotYours, IntegrityError)):
                hers.flush()
            hers.rollback()


@pytest.mark.parametrize("owner", [None, "", "bob"])
def test_a_save_keeps_the_owner(engine: Engine, owner: str | None) -> None:
    with acting("alice", engine) as session:
        session.merge(Conversation(conversation_id=str(HERS), title="new", user_id=owner))
        session.commit()
        stored = session.get(Conversation, str(HERS))
        assert stored
        assert (stored.title, stored.user_id) == ("new", "alice")


def test_nobody_writes(engine: Engine) -> None:
    with acting(None, engine) as session, pytest.raises(NotSignedIn):
        merged(session, Conversation(conversation_id="x"))


def test_a_message_cannot_move_to_another_conversation(engine: Engine) -> None:
    with acting("bob", engine) as session:
        session.add(Conversation(conversation_id=str(TASK)))
        session.commit()
        message = Message(conversation_id=str(TASK))
        session.add(message)
        session.commit()
        message.conversation_id = str(HERS)
        with pytest.raises(NotYours):
            session.commit()


def test_a_table_without_a_rule_is_closed(engine: Engine) -> None:
    with acting("alice", engine) as session:
        session.add(Unknown())
        with pytest.raises(PermissionError):
            session.flush()
        session.rollback()
        assert session.execute(select(Unknown)).all() == []
