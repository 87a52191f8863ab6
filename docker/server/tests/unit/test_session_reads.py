"""What the database's sessions read: each user's rows, whatever statement asks."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, exists, func, insert, literal, select, text, union, update
from sqlalchemy.orm import aliased

from tests.unit.database import HERS, TASK_NAME, acting
from tests.unit.models import Callback, Conversation, Message, StartTask

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
