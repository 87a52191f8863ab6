"""A database with Alice's conversation, start task, messages and callback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from openhands_multiuser import current
from openhands_multiuser.identity import Identity
from openhands_multiuser.scope.sessions import ScopedSessions
from tests.unit.models import Base, Callback, Conversation, Message, StartTask

HERS = UUID("3f0c8a52-7a1e-4b60-9c2d-0a1b2c3d4e5f")
TASK = UUID("11111111-7a1e-4b60-9c2d-0a1b2c3d4e5f")
TASK_NAME = f"task-{TASK}"


@contextmanager
def alices_database() -> Iterator[Engine]:
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
