"""Whose each row is. A table that is not listed fails the start: a new version brought it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_
from sqlalchemy.orm import aliased

CONVERSATIONS = "conversation_metadata"
START_TASKS = "app_conversation_start_task"
_TASK_PREFIX = "task-"


@dataclass(frozen=True)
class Owned:
    """Rows name their owner.

    Args:
        column: The attribute that holds the user's id.
    """

    column: str

    def visible(self, mapped: Any, user_id: str, _tables: Any) -> ColumnElement[bool]:
        """Return the condition for the user's rows."""
        condition: ColumnElement[bool] = getattr(mapped, self.column) == user_id
        return condition


@dataclass(frozen=True)
class OfConversation:
    """Rows belong to a conversation, or to the start task of one that is being started.

    Args:
        column: The attribute that holds the conversation's id.
    """

    column: str = "conversation_id"

    def visible(self, mapped: Any, user_id: str, tables: Any) -> ColumnElement[bool]:
        """Return the condition for rows of the user's conversations and start tasks."""
        return belongs_to(getattr(mapped, self.column), user_id, tables)


type Rule = Owned | OfConversation

RULES: dict[str, Rule] = {
    CONVERSATIONS: Owned("user_id"),
    START_TASKS: Owned("created_by_user_id"),
    "v1_remote_sandbox": Owned("created_by_user_id"),
    "recaptcha_logs": Owned("user_id"),  # from 1.9
    "event_callback": OfConversation(),
    "event_callback_result": OfConversation(),
    "pending_messages": OfConversation(),  # from 1.6
    "conversation_cost_events": OfConversation(),  # from 1.11
}


def belongs_to(conversation_id: Any, user_id: str, tables: Any) -> ColumnElement[bool]:
    """Return the condition that a conversation's id, or `task-` and a start task's, is the user's.

    Args:
        conversation_id: A column or a value, a UUID or text, with hyphens or without.
        user_id: Whose it must be.
        tables: Returns the mapped class of a table's name.
    """
    # Aliases: a statement's own FROM is never taken for one of these.
    conversations, tasks = aliased(tables(CONVERSATIONS)), aliased(tables(START_TASKS))
    text = cast(conversation_id, String)
    conversation = exists().where(
        and_(
            conversations.user_id == user_id,
            _digits(cast(conversations.conversation_id, String)) == _digits(text),
        )
    )
    task = exists().where(
        and_(
            tasks.created_by_user_id == user_id,
            _digits(cast(tasks.id, String)) == _digits(func.substr(text, len(_TASK_PREFIX) + 1)),
        )
    )
    return or_(conversation, and_(text.startswith(_TASK_PREFIX), task))


def _digits(text: Any) -> Any:
    """Drop the hyphens: SQLite stores a UUID without, Postgres and text columns with."""
    return func.lower(func.replace(text, "-", ""))
