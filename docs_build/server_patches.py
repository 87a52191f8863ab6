"""The server patches on each version of OpenHands, from the last recorded tests."""

from __future__ import annotations

import json
from typing import Any

from docs_build.blocks import table
from frontend_patch.paths import HOME

RECORD = HOME / "docker" / "server" / "tested.json"

_HOST_NETWORK = "7"
_STATES = {"applied": "started", "failed": "**failed**", "not needed": "not needed", "off": "off"}


def server_patches() -> str:
    """A row for each patch, a column for each minor version."""
    record = json.loads(RECORD.read_text())
    minors = list(record["contract"])
    started = {version.rpartition(".")[0]: one for version, one in record["started"].items()}
    newest = started[minors[-1]]
    rows = [
        [number, patch["name"], "yes" if patch["critical"] else "no"]
        + [_cell(record, started.get(minor), minor, number) for minor in minors]
        for number, patch in newest.items()
    ]
    return table(["patch", "", "critical", *minors], rows)


def _cell(record: dict[str, Any], started: dict[str, Any] | None, minor: str, number: str) -> str:
    if started:
        return _STATES[started[number]["state"]]
    if number == _HOST_NETWORK and _number(minor) < _number(record["first_with_host_network"]):
        return "-"
    return {"holds": "read", "broken": "**broken**"}[record["contract"][minor]]


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
