"""SQLAlchemy's sessions, each of this process: they read the user's rows, and write no other's.

`do_orm_execute` adds the condition to every SELECT and DELETE of a mapped class, subqueries
included; `before_flush` decides about rows that are written. Whichever service asks, of whichever
version, gets no more. https://docs.sqlalchemy.org/en/20/orm/session_events.html
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, false, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from openhands_multiuser import current
from openhands_multiuser.refusals import NotYours
from openhands_multiuser.scope.statements import passed_over
from openhands_multiuser.scope.tables import RULES, OfConversation, Owned, Rule, belongs_to

# An execution option of the statements that ask whether an id is taken, by whomever.
UNSCOPED = "openhands_multiuser_unscoped"


class ScopedSessions:
    """The owner rules, applied to the classes of a registry.

    Args:
        base: OpenHands' declarative base.
    """

    def __init__(self, base: Any) -> None:
        self._base = base

    def install(self) -> None:
        """Apply the rules to all sessions from now on."""
        event.listen(Session, "do_orm_execute", self._before_execute)
        event.listen(Session, "before_flush", self._before_flush)

    def remove(self) -> None:
        """Stop applying the rules."""
        event.remove(Session, "do_orm_execute", self._before_execute)
        event.remove(Session, "before_flush", self._before_flush)

    def tables(self) -> dict[str, Any]:
        """Return the mapped class of each table."""
        return {each.local_table.name: each.class_ for each in self._base.registry.mappers}

    def table(self, name: str) -> Any:
        """Return the mapped class of a table."""
        return self.tables()[name]

    def _before_execute(self, state: ORMExecuteState) -> None:
        if state.execution_options.get(UNSCOPED):
            return
        if state.is_insert or state.is_update or not state.is_orm_statement:
            # OpenHands has none. A condition cannot be added to what names no mapped class.
            message = f"refused, as no owner rule covers it: {state.statement}"
            raise PermissionError(message)
        if state.is_column_load or state.is_relationship_load:
            return  # of a row that was found under the rules
        uncovered = passed_over(state.statement)
        for name, mapped in self.tables().items():
            condition = self._visible(name, mapped)
            statement: Any = state.statement
            if name in uncovered:
                statement = statement.where(condition)
            state.statement = statement.options(
                with_loader_criteria(mapped, condition, include_aliases=True)
            )

    def _visible(self, name: str, mapped: Any) -> Any:
        rule, user = RULES.get(name), current.user_id()
        if rule is None or user is None:
            return false()
        return rule.visible(mapped, user, self.table)

    def _before_flush(self, session: Session, _context: Any, _instances: Any) -> None:
        for written in (*session.new, *session.dirty):
            name = inspect(written).mapper.local_table.name
            rule = RULES.get(name)
            if rule is None:
                message = f"refused, as no owner rule covers table {name}"
                raise PermissionError(message)
            self._require_own(session, written, rule, current.require_user_id())

    def _require_own(self, session: Session, written: Any, rule: Rule, user: str) -> None:
        is_new = written in session.new
        if isinstance(rule, Owned):
            owner = getattr(written, rule.column, None)
            if is_new and owner not in {None, "", user}:
                raise NotYours(type(written).__name__)
            if is_new and self._is_taken(session, written):
                raise NotYours(type(written).__name__)
            # A stock save leaves the owner out, or empties it. A row that was found is the user's.
            setattr(written, rule.column, user)
        elif not self._has_own_conversation(session, written, rule, user):
            raise NotYours("Conversation")

    def _is_taken(self, session: Session, written: Any) -> bool:
        """Tell whether a new row's key is somebody's already. The primary key has the last word."""
        mapper = inspect(written).mapper
        key = mapper.primary_key_from_instance(written)
        if None in key:
            return False
        properties = (mapper.get_property_by_column(each) for each in mapper.primary_key)
        columns = [each.class_attribute for each in properties]
        statement = select(columns[0]).where(*(c == v for c, v in zip(columns, key, strict=True)))
        with session.no_autoflush:
            found = session.execute(statement, execution_options={UNSCOPED: True})
        return found.first() is not None

    def _has_own_conversation(
        self, session: Session, written: Any, rule: OfConversation, user: str
    ) -> bool:
        conversation_id = getattr(written, rule.column)
        if conversation_id is None:
            return False
        statement = select(belongs_to(str(conversation_id), user, self.table))
        with session.no_autoflush:
            found = session.execute(statement, execution_options={UNSCOPED: True})
        return bool(found.scalar())
