"""Reads the rule table's JSON and checks it against its schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError

from frontend_patch.errors import TableError, TableProblem
from frontend_patch.paths import SCHEMA
from frontend_patch.reading import JsonError, parse_json, read_text

_LISTS_OF_RULES = ("rules", "responses")


def read_table(path: Path) -> dict[str, Any]:
    """The JSON of a rule table that is valid according to rules.schema.json.

    Raises:
        FileError: it cannot be read.
        TableError: it is not JSON, has a duplicate key, or does not match the schema.
    """
    problems: list[TableProblem] = []

    def unique(members: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in members]
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
            problems.append(TableProblem("$", f"duplicate key {key!r} in {dict(members)}"))
        return dict(members)

    try:
        table: dict[str, Any] = parse_json(read_text(path), unique)
    except JsonError as error:
        raise TableError(path, [TableProblem(error.where, error.message)]) from error
    problems += [_problem(table, error) for error in _validator().iter_errors(table)]
    if problems:
        raise TableError(path, problems)
    return table


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(_schema())


def _problem(table: Any, error: ValidationError) -> TableProblem:
    steps = error.instance_path
    where = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    rule = None
    if len(steps) > 1 and steps[0] in _LISTS_OF_RULES:
        found = table[steps[0]][steps[1]]
        rule = found.get("id") if isinstance(found, dict) else None
    return TableProblem(where, _message(error), rule)


def _message(error: ValidationError) -> str:
    """The validator's message; where that is hard to read, text from the schema."""
    schema: Any = _schema()
    for step in error.schema_path[:-1]:
        schema = schema[step]
    kind: Any = error.kind
    match kind.name:
        case "additionalProperties":
            return f"unknown key {kind.unexpected[0]!r}; known: {', '.join(schema['properties'])}"
        case "enum":
            return f"unknown value {error.instance!r}; known: {', '.join(kind.options)}"
        case "pattern" if "description" in schema:
            return f"{error.instance!r} is not allowed here. {schema['description']}"
        case _:
            return str(error.message)
