"""Which browsers the page script supports, and which examples pass in them."""

from __future__ import annotations

import json
from typing import Any

from docs_build.blocks import table
from frontend_patch.bundle.build import OLDEST
from frontend_patch.paths import HOME
from frontend_patch.rules import vias

RECORD = HOME / "tests" / "engines" / "tested.json"


def oldest_browsers() -> str:
    """A row for each browser, with the oldest version that is supported."""
    rows = [[browser.capitalize(), str(version)] for browser, version in OLDEST.items()]
    return table(["browser", "oldest supported version"], rows)


def browsers_table() -> str:
    """A row for each via: how many examples pass in each engine, in the last recorded run."""
    record: dict[str, dict[str, Any]] = json.loads(RECORD.read_text())
    rows = [
        [f"`{via}`", *(_passed(*engine["vias"].get(via, (0, 0))) for engine in record.values())]
        for via in vias.GROUPS["any"]
    ]
    return table(["via", *(engine["version"] for engine in record.values())], rows)


def _passed(passed: int, count: int) -> str:
    return f"all {count}" if passed == count else f"{passed} of {count}"
