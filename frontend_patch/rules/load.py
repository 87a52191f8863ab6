"""Loads a rule table: reads, validates and compiles it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontend_patch import __version__
from frontend_patch.digest import short_digest
from frontend_patch.rules.compile import compile_table
from frontend_patch.rules.schema import read_table
from frontend_patch.rules.settings import read_openhands
from frontend_patch.rules.table import Table
from frontend_patch.rules.validate import validate


@dataclass(frozen=True)
class Rules:
    """A valid rule table, ready for the bundle.

    Attributes:
        written: the JSON in the table's file.
        table: the same, validated, with its preset resolved.
        hash: the short digest of ``compiled``.
        compiled: ``Table`` of src_js/types.d.ts, which has neither ``why`` nor ``examples``.
    """

    written: dict[str, Any]
    table: Table
    hash: str
    compiled: dict[str, Any]

    @property
    def path(self) -> Path:
        """The table's file."""
        return self.table.path

    @property
    def preset(self) -> str:
        """The preset in force."""
        return self.table.preset

    @property
    def count(self) -> int:
        """The number of rules."""
        return len(self.table.rules)


def load_rules(path: Path, preset: str | None = None) -> Rules:
    """Reads, validates and compiles a rule table.

    Args:
        path: the table's file.
        preset: the preset in force, instead of the table's own choice.

    Raises:
        FileError: the table cannot be read.
        TableError: the table is invalid; the message names each rule and JSON path.
        PresetError: the table has no such preset.
    """
    written = read_table(path)
    table = validate(path, written, preset)
    compiled = compile_table(table, read_openhands())
    canonical = json.dumps(compiled, sort_keys=True, separators=(",", ":"))
    digest = short_digest(canonical.encode())
    return Rules(written, table, digest, {"version": __version__, "hash": digest, **compiled})
