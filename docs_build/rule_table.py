"""The rule table's format, from its schema and from the default table."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from docs_build.blocks import table
from frontend_patch.paths import RULES, SCHEMA

_Schema = dict[str, Any]

#: Too long to be shown.
_LISTS = ("rules", "responses")


def table_format() -> str:
    """A section for each key of the table."""
    schema = json.loads(SCHEMA.read_text())
    return "\n\n".join(
        _section(schema, name, one)
        for name, one in schema["properties"].items()
        if name != "$schema"
    )


def _section(root: _Schema, name: str, one: _Schema) -> str:
    described = _resolved(root, one)
    rows = [[f"`{key}`", kind, says] for key, kind, says in _keys(root, described, "")]
    parts = [f"## {name}", f"{_kind(root, described).capitalize()}. {described['description']}"]
    if rows:
        parts.append(table(["key", "type", "description"], rows))
    if name not in _LISTS:
        parts.append(f"```json\n{_as_written(name)}\n```")
    return "\n\n".join(parts)


def _keys(root: _Schema, schema: _Schema, prefix: str) -> Iterator[tuple[str, str, str]]:
    """Each key below an object that says something; NAME stands for a key of the user's."""
    if schema.get("type") == "array":
        yield from _keys(root, _resolved(root, schema["items"]), prefix)
        return
    own = schema.get("properties", {}).items()
    any_name = schema.get("additionalProperties")
    for key, one in [*own, *([("NAME", any_name)] if any_name else [])]:
        found = _resolved(root, one)
        optional = key != "NAME" and key not in schema.get("required", [])
        kind = _kind(root, found) + (", optional" if optional else "")
        if says := _says(root, found):
            yield f"{prefix}{key}", kind, says
        mark = "[]" if found.get("type") == "array" else ""
        yield from _keys(root, found, f"{prefix}{key}{mark}.")


def _resolved(root: _Schema, schema: _Schema) -> _Schema:
    """A schema with what it refers to; what it says itself holds."""
    if reference := schema.get("$ref"):
        return {**root["$defs"][reference.rpartition("/")[2]], **schema}
    return schema


def _kind(root: _Schema, schema: _Schema) -> str:
    if values := schema.get("enum"):
        return " or ".join(f"`{value}`" for value in values)
    if schema.get("type") == "array":
        items = _resolved(root, schema["items"])
        return f"list of {items['type']}s" if "type" in items else "list"
    return str(schema.get("type", "any JSON" if "anyOf" not in schema else "string"))


def _says(root: _Schema, schema: _Schema) -> str:
    texts = [schema.get("description")]
    if schema.get("type") == "array":
        texts.append(_resolved(root, schema["items"]).get("description"))
    return " ".join(text for text in texts if text)


def _as_written(name: str) -> str:
    """The key as rules.json lays it out."""
    found = re.search(rf'^  "{name}": .*?(?=,\n  "|\n\}})', RULES.read_text(), re.M | re.S)
    assert found
    return textwrap.dedent(found[0])
