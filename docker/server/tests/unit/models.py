"""The tables of OpenHands that have owners, with the columns that matter."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Conversation(Base):
    __tablename__ = "conversation_metadata"
    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    user_id: Mapped[str | None]


class StartTask(Base):
    __tablename__ = "app_conversation_start_task"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    created_by_user_id: Mapped[str | None]


class Message(Base):
    __tablename__ = "pending_messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str | None]


class Callback(Base):
    __tablename__ = "event_callback"
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID | None]


class Unknown(Base):
    __tablename__ = "brought_by_a_new_version"
    id: Mapped[int] = mapped_column(primary_key=True)
