"""Reads the rule table's JSON and checks it against its schema."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from frontend_patch.errors import FileError, TableError
from frontend_patch.paths import SCHEMA


@dataclass(frozen=True)
class Table:
    """A rule table that fits its schema, and the file it came from, for messages."""

    path: Path
    json: dict[str, Any]

    def error(self, where: str, problem: str, rule: str | None = None) -> TableError:
        """The error to raise about the JSON path ``where``."""
        return TableError(self.path, where, problem, rule)

    def expect(
        self, where: str, name: str, known: Iterable[str], kind: str, rule: str | None = None
    ) -> None:
        """Raises a TableError unless ``name`` is one of ``known``."""
        if name not in known:
            names = ", ".join(sorted(known))
            raise self.error(where, f"unknown {kind} {name!r}; known: {names}", rule)


def read_table(path: Path) -> Table:
    """Reads a table and checks it against rules.schema.json.

    Raises:
        FileError: it cannot be read.
        TableError: it is not JSON, has a key twice, or does not fit the schema.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{path}: cannot read the rule table: {error}") from error
    table = _parse(path, text)
    errors = sorted(_validator().iter_errors(table), key=lambda error: len(error.absolute_path))
    if errors:
        raise _schema_error(path, table, errors[0])
    return Table(path, table)


def _parse(path: Path, text: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise TableError(path, "$", f"the key {twice!r} stands twice in one object: {found}")
        return found

    try:
        return json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        before = text[: error.pos].rstrip()
        hint = " (a comma before a closing bracket?)" if before.endswith(",") else ""
        where = f"line {error.lineno} column {error.colno}"
        raise TableError(path, where, f"not JSON: {error.msg}{hint}") from error


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _schema_error(path: Path, table: Any, error: ValidationError) -> TableError:
    place = list(error.absolute_path)
    rule = None
    if place[:1] == ["rules"] and len(place) > 1:
        found = table["rules"][place[1]]
        rule = found.get("id") if isinstance(found, dict) else None
    return TableError(path, error.json_path, _what_is_wrong(error), rule)


def _what_is_wrong(error: ValidationError) -> str:
    """The validator's message, in words where it has a regular expression or names no choice."""
    schema: Any = error.schema
    value: Any = error.instance
    if error.validator == "additionalProperties" and "properties" in schema:
        known = schema["properties"]
        unknown = next(key for key in value if key not in known)
        return f"unknown key {unknown!r}; known: {', '.join(known)}"
    if error.validator == "enum":
        return f"unknown {value!r}; known: {', '.join(schema['enum'])}"
    if error.validator == "pattern" and "description" in schema:
        return f"{value!r} does not fit: {schema['description']}"
    return error.message
