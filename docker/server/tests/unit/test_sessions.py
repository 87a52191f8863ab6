"""The database's sessions: each user's rows, whatever statement asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import (
    Engine,
    create_engine,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    text,
    union,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from openhands_multiuser import current
from openhands_multiuser.identity import Identity
from openhands_multiuser.refusals import NotSignedIn, NotYours
from openhands_multiuser.scope.sessions import ScopedSessions
from tests.unit.models import Base, Callback, Conversation, Message, StartTask, Unknown

HERS = UUID("3f0c8a52-7a1e-4b60-9c2d-0a1b2c3d4e5f")
TASK = UUID("11111111-7a1e-4b60-9c2d-0a1b2c3d4e5f")
TASK_NAME = f"task-{TASK}"


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    scoped = ScopedSessions(Base)
    scoped.install()
    with acting("alice", engine) as session:
        session.add(Conversation(conversation_id=str(HERS), title="hers"))
        session.add(StartTask(id=TASK))
        session.commit()
        session.add_all([Message(conversation_id=str(HERS)), Message(conversation_id=TASK_NAME)])
        session.add(Callback(conversation_id=HERS))
        session.commit()
    yield engine
    scoped.remove()


@contextmanager
def acting(user_id: str | None, engine: Engine) -> Iterator[Session]:
    identity = Identity(user_id) if user_id else None
    with current.acting_as(identity), Session(engine) as session:
        yield session


def merged(session: Session, row: Any) -> None:
    """Saves a row as OpenHands does."""
    session.merge(row)
    session.commit()


A = aliased(Conversation)
READS = {
    "entity": select(Conversation),
    "column": select(Conversation.title),
    "alias": select(A),
    "count of a column": select(func.count(Conversation.conversation_id)),
    "count by condition": select(func.count()).where(Message.conversation_id == str(HERS)),
    "count of a subquery": select(func.count()).select_from(select(Conversation).subquery()),
    "join": select(Message.id, Conversation.title).join(
        Conversation, Conversation.conversation_id == Message.conversation_id
    ),
    "start task": select(StartTask.id),
    "messages": select(Message.id).where(Message.conversation_id == str(HERS)),
    "messages of a start task": select(Message.id).where(Message.conversation_id == TASK_NAME),
    "callback": select(Callback.id),
    "exists": select(exists(select(Conversation.title))),
}


@pytest.mark.parametrize("statement", READS.values(), ids=READS)
def test_the_owner_reads(engine: Engine, statement: Any) -> None:
    with acting("alice", engine) as session:
        assert session.execute(statement).scalars().first()


@pytest.mark.parametrize("user_id", ["bob", None])
@pytest.mark.parametrize("statement", READS.values(), ids=READS)
def test_nobody_else_reads(engine: Engine, statement: Any, user_id: str | None) -> None:
    with acting(user_id, engine) as session:
        rows = session.execute(statement).all()
        assert rows == [] or not rows[0][0]


REFUSED = {
    "text": text("select * from conversation_metadata"),
    "table": select(Conversation.__table__),
    "table's column": select(Conversation.__table__.c.title),
    "count of a table": select(func.count()).select_from(Conversation.__table__),
    "insert": insert(Conversation).values(conversation_id="x"),
    "update": update(Conversation).values(user_id="bob"),
    "union": union(select(Conversation.title), select(Conversation.title)),
    "condition on an alias": select(func.count()).where(A.title == "hers"),
    "condition in a subquery": select(func.count()).select_from(
        select(literal(1)).where(Conversation.title == "hers").subquery()
    ),
    "correlated subquery": select(Message.id).where(
        exists().where(Conversation.conversation_id == Message.conversation_id)
    ),
}


@pytest.mark.parametrize("user_id", ["alice", "bob"])
@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_a_statement_that_no_condition_covers_is_refused(
    engine: Engine, statement: Any, user_id: str
) -> None:
    with acting(user_id, engine) as session, pytest.raises(PermissionError):
        session.execute(statement)


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
