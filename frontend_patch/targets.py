"""Targets and presets: the templates that sandbox URLs are moved to."""

from __future__ import annotations

import re

from frontend_patch import hosts
from frontend_patch.table import Table

_VARIABLES = ("port", "conversation", "page.protocol", "page.host", "page.hostname", "page.origin")


def resolve_targets(table: Table) -> dict[str, str]:
    """What a rule's ``to`` may say, and the template it stands for in the preset in force.

    Raises:
        TableError: a template that cannot work, or a name that is not known.
    """
    targets: dict[str, str] = table.json["targets"]
    for name, template in targets.items():
        _check_template(table, f"$.targets.{name}", template)
    presets = table.json["presets"]
    for name, preset in presets.items():
        for role, target in preset.items():
            table.expect(f"$.presets.{name}.{role}", target, targets, "target")
    table.expect("$.preset", table.json["preset"], presets, "preset")
    in_force = presets[table.json["preset"]]
    return targets | {role: targets[target] for role, target in in_force.items()}


def runtime_pattern(table: Table) -> str:
    """The pattern of the host names that the table's runtime target makes.

    Raises:
        TableError: there is no such target, or its host name does not tell port and conversation.
    """
    name = table.json["runtime"]
    table.expect("$.runtime", name, table.json["targets"], "target")
    pattern = hosts.runtime_pattern(table.json["targets"][name])
    if pattern is None:
        needs = "{port}, {conversation} and {page.host} once each, after {page.protocol}//"
        raise table.error("$.runtime", f"the host name of the target {name!r} must hold {needs}")
    return pattern


def _check_template(table: Table, where: str, template: str) -> None:
    for variable in re.findall(r"\{(.*?)\}", template):
        table.expect(where, variable, _VARIABLES, "variable")
    if "{port}" not in template:
        raise table.error(where, "no {port} in it: all ports would become the same URL")
