"""Targets and presets: the templates that sandbox URLs are moved to."""

from __future__ import annotations

import re

from frontend_patch.errors import PresetError
from frontend_patch.rules import hosts
from frontend_patch.rules.schema import Table
from frontend_patch.url_parts import parts_of

#: What a template's variables may be, with a value for each on a usual page.
_VARIABLES = {
    "port": "65535",
    "conversation": 32 * "0",
    "page.protocol": "https:",
    "page.host": "openhands.example.com",
    "page.hostname": "openhands.example.com",
    "page.origin": "https://openhands.example.com",
}

# RFC 1123, 2.1; or an address. With a last label of digits the URL parser reads it as one.
_HOST = re.compile(
    r"(?!.*(^|\.)\d+$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.|$))+|(\d{1,3}\.){3}\d{1,3}|[\da-f:]+"
)


def resolve_targets(table: Table, preset: str) -> dict[str, str]:
    """What a rule's ``to`` may say, and the template it stands for in that preset.

    A page's variables are compiled to the names that src_js/types.d.ts gives ``Page``.

    Raises:
        TableError: a template that cannot work, or a name that is not known.
        PresetError: the table has no such preset.
    """
    targets: dict[str, str] = table.json["targets"]
    for name, template in targets.items():
        _check_template(table, f"$.targets.{name}", template)
    presets = table.json["presets"]
    for name, roles in presets.items():
        for role, target in roles.items():
            table.expect(f"$.presets.{name}.{role}", target, targets, "target")
    table.expect("$.preset", table.json["preset"], presets, "preset")
    if preset not in presets:
        raise PresetError(f"no preset {preset!r} in {table.path}; known: {', '.join(presets)}")
    compiled = {name: template.replace("{page.", "{") for name, template in targets.items()}
    return compiled | {role: compiled[target] for role, target in presets[preset].items()}


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
    url = re.sub(r"\{(.*?)\}", lambda found: _VARIABLES[found[1]], template)
    if not _can_be(url):
        raise table.error(where, f"no URL that can be: on a usual page it makes {url}")


def _can_be(url: str) -> bool:
    parts = parts_of(url)
    return bool(parts and parts.port != 0 and _HOST.fullmatch(parts.hostname or ""))
