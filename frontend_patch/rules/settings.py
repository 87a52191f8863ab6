"""Compiles the table's `settings` into what the page script reads."""

from __future__ import annotations

import json
from typing import Any

from frontend_patch.errors import FileError
from frontend_patch.files.transaction import read_file
from frontend_patch.paths import OPENHANDS
from frontend_patch.rules.hosts import literally
from frontend_patch.rules.schema import Table


def compile_settings(table: Table) -> dict[str, Any]:
    """What src_js/types.d.ts calls ``settings``, ``models`` and ``onboarding``; empty if off.

    Raises:
        FileError: a file of src_js/openhands cannot be read, or is not JSON.
    """
    settings = table.json["settings"]
    if not settings["enabled"]:
        return {}
    apis = _known("settings.json")
    bodies = settings["defaults"]
    compiled: dict[str, Any] = {}
    if models := [_model_pattern(name) for name in settings["models"]]:
        compiled["models"] = models
    else:
        bodies = _without_model(bodies)
    compiled["settings"] = [
        [api["settings"], api["models"], api["conversations"], bodies[name]]
        for name, api in apis.items()
    ]
    if onboarding := _compile_onboarding(settings["onboarding"]):
        compiled["onboarding"] = onboarding
    return compiled


def _compile_onboarding(onboarding: dict[str, Any]) -> dict[str, str]:
    known = _known("onboarding.json")
    keys = known["onboarded"] if onboarding.get("onboarded") else {}
    if "backend" in onboarding:
        keys |= known[onboarding["backend"]]
    return {
        key: value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        for key, value in keys.items()
    }


def _without_model(body: Any) -> Any:
    """A body without the members that would hold the preferred model's name."""
    if isinstance(body, dict):
        return {key: _without_model(one) for key, one in body.items() if one != "{model}"}
    return body


def _known(name: str) -> dict[str, Any]:
    path = OPENHANDS / name
    try:
        known: dict[str, Any] = json.loads(read_file(path).decode())
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise FileError(f"{path}: {where}: not JSON: {error.msg}") from error
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from error
    return known


def _model_pattern(name: str) -> str:
    return f"^{'.*'.join(literally(part) for part in name.split('*'))}$"
