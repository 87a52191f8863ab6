"""Which tables of a statement `with_loader_criteria` passes over.

It covers the classes of a statement's columns and joins. A table that only the WHERE clause
names, as in `select(func.count()).where(Message.conversation_id == x)`, joins the FROM clause
without a condition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Alias, Delete, Join, Select, Table, inspect
from sqlalchemy.sql import visitors


def passed_over(statement: Any) -> set[str]:
    """Return the names of the tables of a statement that its columns do not name.

    Raises:
        PermissionError: No condition can be added for such a table: it is in a subquery, or has an
            alias, or the statement is neither SELECT nor DELETE.
    """
    if isinstance(statement, Delete):
        found: list[Table | Alias] = []
    elif isinstance(statement, Select):
        found = _unnamed(statement)
    else:
        raise _refusal(statement)
    for nested in visitors.iterate(statement):
        if isinstance(nested, Select) and nested is not statement and _unnamed(nested):
            raise _refusal(statement)
    tables = {each.name for each in found if isinstance(each, Table)}
    if len(tables) < len(found):
        raise _refusal(statement)
    return tables


def _unnamed(statement: Select[Any]) -> list[Table | Alias]:
    try:
        entities = [each["entity"] for each in statement.column_descriptions]
        froms = statement.get_final_froms()
    except AttributeError as error:  # `SELECT *`, as in `exists().where(…)`
        raise _refusal(statement) from error
    named = {inspect(each).selectable for each in entities if each is not None}
    found = (table for each in froms for table in _flat(each))
    return [each for each in found if each not in named]


def _flat(from_clause: Any) -> Iterator[Table | Alias]:
    """Go through the tables of a FROM clause. Its subqueries are statements of their own."""
    if isinstance(from_clause, Join):
        yield from _flat(from_clause.left)
        yield from _flat(from_clause.right)
    elif isinstance(from_clause, Table | Alias):
        yield from_clause


def _refusal(statement: Any) -> PermissionError:
    return PermissionError(f"refused, as no owner rule covers it: {statement}")
