"""Loads the rule table, resolves its preset, and compiles it for the bundle."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from frontend_patch import __version__
from frontend_patch.rules.compile import (
    compile_hosts,
    compile_inert,
    compile_rules,
    compile_untouched,
    own_paths,
)
from frontend_patch.rules.responses import compile_responses
from frontend_patch.rules.schema import read_table
from frontend_patch.rules.settings import compile_settings
from frontend_patch.rules.targets import resolve_targets, runtime_pattern


@dataclass(frozen=True)
class Rules:
    """A rule table that is as it should be, ready for the bundle.

    Attributes:
        path: the table's file.
        table: the JSON in that file.
        preset: the preset that was resolved.
        hash: first 12 hex digits of the SHA-256 of what was compiled.
        compiled: what src_js/types.d.ts calls ``Table``; neither ``why`` nor ``examples``.
    """

    path: Path
    table: dict[str, Any]
    preset: str
    hash: str
    compiled: dict[str, Any]

    @property
    def count(self) -> int:
        """How many rules there are."""
        return len(self.compiled["rules"])


def load_rules(path: Path, preset: str | None = None) -> Rules:
    """Reads, checks and compiles a rule table.

    Args:
        path: the table's file.
        preset: the preset in force, in place of the one that the table names.

    Raises:
        FileError: the table cannot be read.
        TableError: something in it is not as it should be; the message names rule and JSON path.
        PresetError: the table has no such preset.
    """
    table = read_table(path)
    preset = preset or table.json["preset"]
    targets = resolve_targets(table, preset)
    classes = compile_hosts(table)
    compiled = {
        "hosts": classes,
        "inertOn": compile_inert(table, classes),
        "runtime": runtime_pattern(table),
        "ownPaths": own_paths(table),
        "rules": compile_rules(table, targets),
        "untouched": compile_untouched(table),
        **compile_settings(table),
    }
    if never := [_as_parsed(one) for one in table.json["never"]]:
        compiled["never"] = never
    if responses := compile_responses(table, targets["request"]):
        compiled["responses"] = responses
    canonical = json.dumps(compiled, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()[:12]
    compiled = {"version": __version__, "hash": digest, **compiled}
    return Rules(path, table.json, preset, digest, compiled)


def _as_parsed(never: int | str) -> str:
    """A port or an origin as the URL parser writes it: without the scheme's default port."""
    if isinstance(never, int):
        return str(never)
    parts = urlsplit(never)
    default = {"http": 80, "https": 443}[parts.scheme]
    return never.removesuffix(f":{default}") if parts.port == default else never
