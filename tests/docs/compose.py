"""Reads Docker Compose files, with what their services extend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

#: What a service adds to the list of the service that it extends; other lists are replaced.
_APPENDED = ("ports", "volumes", "networks", "extra_hosts", "cap_drop", "security_opt", "tmpfs")


def services(path: Path) -> dict[str, dict[str, Any]]:
    """The services of a file, each merged with the one it extends (Compose Specification, 5)."""
    given = yaml.safe_load(path.read_text())["services"]
    return {name: _resolved(path.parent, one) for name, one in given.items()}


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
