"""Compiles a valid rule table into the form that the page script reads."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from frontend_patch.rules.hosts import compile_hosts, compile_inert, runtime_pattern
from frontend_patch.rules.responses import compile_responses
from frontend_patch.rules.settings import OpenHandsApis, compile_settings
from frontend_patch.rules.table import Table
from frontend_patch.rules.untouched import compile_untouched
from frontend_patch.rules.url_rules import compile_rules, own_paths


def compile_table(table: Table, apis: OpenHandsApis) -> dict[str, Any]:
    """``Table`` of src_js/types.d.ts, without version and hash."""
    compiled = {
        "hosts": compile_hosts(table.hosts),
        "inertOn": compile_inert(table.hosts, table.inert_on),
        "runtime": runtime_pattern(table.runtime),
        "ports": table.ports,
        "ownPaths": own_paths(table.rules),
        "rules": compile_rules(table.rules, table.targets),
        "untouched": compile_untouched(table.untouched),
        **compile_settings(table.settings, apis),
    }
    if never := [_as_parsed(exclusion) for exclusion in table.never]:
        compiled["never"] = never
    if responses := compile_responses(table.responses, table.targets["request"]):
        compiled["responses"] = responses
    return compiled


def _as_parsed(exclusion: int | str) -> str:
    """A port or an origin as the URL parser serializes it: without the scheme's default port."""
    if isinstance(exclusion, int):
        return str(exclusion)
    parts = urlsplit(exclusion)
    default = {"http": 80, "https": 443}[parts.scheme]
    return exclusion.removesuffix(f":{default}") if parts.port == default else exclusion
