"""Which journeys through a real OpenHands pass, by version, in the last recorded run."""

from __future__ import annotations

import json
from typing import Any

from docs_build.blocks import table
from frontend_patch.paths import HOME

RECORD = HOME / "tests" / "real" / "tested.json"

_STATES = {"failed": "**failed**"}


def journeys() -> str:
    """The table of the last recorded run, with its date."""
    record = json.loads(RECORD.read_text())
    return f"Last run: {record['date']}.\n\n{journeys_table(record)}"


def journeys_table(record: dict[str, Any]) -> str:
    """A row for each journey, a column for each pair of versions."""
    runs = record["runs"]
    heads = [f"OpenHands {run['openhands']}, Agent Canvas {run['ui']}" for run in runs]
    names = dict.fromkeys(name for run in runs for name in run["journeys"])
    states = [[run["journeys"].get(name, "not run") for run in runs] for name in names]
    rows = [
        [name, *(_STATES.get(state, state) for state in row)]
        for name, row in zip(names, states, strict=True)
    ]
    return table(["journey", *heads], rows)
