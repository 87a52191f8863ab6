"""The table's `settings`: what to do for a user who has no OpenHands settings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from frontend_patch.errors import FileError
from frontend_patch.paths import OPENHANDS
from frontend_patch.reading import JsonError, parse_json, read_text
from frontend_patch.rules.patterns import escape_pattern
from frontend_patch.rules.table import Settings


@dataclass(frozen=True)
class OpenHandsApis:
    """What src_js/openhands records about versions of OpenHands.

    Attributes:
        settings: the URLs of the settings API, by version.
        onboarding: the localStorage entries of Agent Canvas, by purpose.
    """

    settings: dict[str, Any]
    onboarding: dict[str, Any]


def read_openhands() -> OpenHandsApis:
    """Reads src_js/openhands.

    Raises:
        FileError: a file cannot be read, or is not JSON.
    """
    return OpenHandsApis(_read("settings.json"), _read("onboarding.json"))


def parse_settings(written: dict[str, Any]) -> Settings:
    """The settings of a table; the schema has checked all of it."""
    settings = written["settings"]
    return Settings(
        settings["enabled"],
        tuple(settings["models"]),
        settings["defaults"],
        settings["onboarding"],
    )


def compile_settings(settings: Settings, apis: OpenHandsApis) -> dict[str, Any]:
    """``settings``, ``models`` and ``onboarding`` of src_js/types.d.ts; empty if switched off."""
    if not settings.enabled:
        return {}
    bodies: Any = settings.defaults
    compiled: dict[str, Any] = {}
    if models := [_model_pattern(name) for name in settings.models]:
        compiled["models"] = models
    else:
        bodies = _without_model(bodies)
    compiled["settings"] = [
        [api["settings"], lists, api["conversations"], bodies[name]]
        for name, api in apis.settings.items()
        if (lists := _model_lists(api, settings.models))
    ]
    if onboarding := _compile_onboarding(settings, apis.onboarding):
        compiled["onboarding"] = onboarding
    return compiled


def _compile_onboarding(settings: Settings, known: dict[str, Any]) -> dict[str, str]:
    entries = dict(known["onboarded"]) if settings.onboarding.get("onboarded") else {}
    if "backend" in settings.onboarding:
        entries |= known[settings.onboarding["backend"]]
    return {
        key: value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        for key, value in entries.items()
    }


def _model_lists(api: dict[str, Any], models: tuple[str, ...]) -> list[list[str]]:
    """Paths of lists of models, each with a pattern if only some of its models count.

    The v0 list tells which models the server is configured for, so each of them counts. The v1
    list is the whole catalogue, so only a model that the table names counts.
    """
    if "models" in api:
        return [[api["models"]]]
    return [[_search_path(api["search"], name), _model_pattern(name)] for name in models]


def _search_path(path: str, model: str) -> str:
    """The path of a search for a model, because the catalogue is longer than a page of results.

    The server looks for `query` in what follows the provider (`search_llm_models`, OpenHands 1.7.0
    and 1.11.0).
    """
    provider, slash, name = model.partition("/")
    literals = (name if slash else provider).split("*")
    parameters = {"query": max(literals, key=len)}
    if slash and "*" not in provider:
        parameters["provider__eq"] = provider
    return f"{path}&{urlencode(parameters)}"


def _without_model(body: Any) -> Any:
    """A body without the members that hold the preferred model's name."""
    if isinstance(body, dict):
        return {key: _without_model(value) for key, value in body.items() if value != "{model}"}
    return body


def _read(name: str) -> dict[str, Any]:
    path = OPENHANDS / name
    try:
        content: dict[str, Any] = parse_json(read_text(path))
    except JsonError as error:
        raise FileError(f"{path}: {error}") from error
    return content


def _model_pattern(name: str) -> str:
    return f"^{'.*'.join(escape_pattern(part) for part in name.split('*'))}$"
