"""Vias, host classes and presets, as code and table have them."""

from __future__ import annotations

import json

from docs_build.blocks import table
from frontend_patch.paths import RULES
from frontend_patch.rules import vias

_GROUPS = {
    "request": "what the page itself asks",
    "document": "what a person opens or sees",
    "response": "what the page reads in a JSON answer",
}


def vias_table() -> str:
    """The groups of vias."""
    members = {**vias.GROUPS, "response": vias.RESPONSE}
    rows = [
        [f"`{name}`", ", ".join(f"`{via}`" for via in members[name]), text]
        for name, text in _GROUPS.items()
    ]
    return table(["group", "vias", "says"], [*rows, ["`any`", "all of them", ""]])


def host_classes() -> str:
    """The classes of the default table."""
    rows = []
    for name, one in json.loads(RULES.read_text())["hosts"].items():
        but = "; none on a page that is at one itself" if one.get("unlessPageIsOne") else ""
        rows.append([f"`{name}`", ", ".join(f"`{host}`" for host in one["names"]) + but])
    return table(["class", "hosts"], rows)


def presets() -> str:
    """What each preset makes of a sandbox URL's scheme and authority."""
    default = json.loads(RULES.read_text())
    rows = [
        [f"`{name}`", *(f"`{default['targets'][roles[role]]}`" for role in ("request", "document"))]
        for name, roles in default["presets"].items()
    ]
    return table(["preset", "a request goes to", "a person goes to"], rows)
