"""Tables of the vias, host classes and presets, from the code and the rule table."""

from __future__ import annotations

import json

from docs_build.blocks import table
from frontend_patch.paths import RULES
from frontend_patch.rules import vias

_GROUPS = {
    "request": "requests that the page sends itself",
    "document": "pages that a user opens, and content that a user sees",
    "response": "URLs in JSON responses that the page reads",
}


def vias_table() -> str:
    """A table of the groups of vias."""
    members = {**vias.GROUPS, "response": vias.RESPONSE}
    rows = [
        [f"`{name}`", ", ".join(f"`{via}`" for via in members[name]), text]
        for name, text in _GROUPS.items()
    ]
    return table(["group", "vias", "used for"], [*rows, ["`any`", "all of them", ""]])


def host_classes() -> str:
    """A table of the host classes in the default rule table."""
    rows = []
    for name, one in json.loads(RULES.read_text())["hosts"].items():
        but = (
            "; empty on a page that is itself at such an address"
            if one.get("unlessPageIsOne")
            else ""
        )
        rows.append([f"`{name}`", ", ".join(f"`{host}`" for host in one["names"]) + but])
    return table(["class", "hosts"], rows)


def presets() -> str:
    """A table of the scheme and authority that each preset gives to a sandbox URL."""
    default = json.loads(RULES.read_text())
    rows = [
        [f"`{name}`", *(f"`{default['targets'][roles[role]]}`" for role in ("request", "document"))]
        for name, roles in default["presets"].items()
    ]
    return table(["preset", "requests go to", "pages that a user opens go to"], rows)
