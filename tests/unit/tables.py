"""Variants of the default rule table."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from frontend_patch.paths import RULES

TABLE = json.loads(RULES.read_text())

Edit = Callable[[dict[str, Any]], object]


def write_table(folder: Path, edit: Edit) -> Path:
    """Writes an edited copy of the default table to a folder."""
    table: dict[str, Any] = copy.deepcopy(TABLE)
    edit(table)
    path = folder / "rules.json"
    path.write_text(json.dumps(table))
    return path


def change_rule(index: int, **changes: Any) -> Edit:
    """An edit that replaces keys of a rule."""
    return lambda table: table["rules"][index].update(changes)
