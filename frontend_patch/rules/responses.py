"""Compiles the table's `responses`: where sandbox URLs stand in what the page is answered with."""

from __future__ import annotations

import re
from typing import Any

from frontend_patch.rules.hosts import literally
from frontend_patch.rules.schema import Table

#: What src_js/responses/index.js takes for the keys of an object.
_KEYS = "*~"

# With its hyphens or without.
_UUID = r"([\da-fA-F]{8}(?:-?[\da-fA-F]{4}){4}[\da-fA-F]{8})"

# Of JSONPath (RFC 9535): names, wildcards, and a filter by match(). `*~`, the keys, is an extension
# that JSONPath-Plus has.
_STEP = re.compile(
    r"\.(?P<name>[A-Za-z_]\w*)"
    r"|\.(?P<keys>\*~)$"
    r"|\[(?P<all>\*)\]"
    r"|\[\?match\(@\.(?P<key>[A-Za-z_]\w*), ?'(?P<pattern>[^']*)'\)\]"
)


def compile_responses(table: Table, request_target: str) -> list[dict[str, Any]]:
    """The response rules as src_js/types.d.ts calls ``ResponseRule``, in order.

    Args:
        table: the rule table.
        request_target: the template that `{runtime}` in a path stands for the path of.

    Raises:
        TableError: an id that repeats, a path or a field that cannot be, or a rule without an
            example that it changes.
    """
    ids = [rule["id"] for rule in table.json["rules"]]
    compiled = []
    for index, rule in enumerate(table.json["responses"]):
        where, rule_id = f"$.responses[{index}]", rule["id"]
        if rule_id in ids:
            raise table.error(f"{where}.id", "another rule has the same id", rule_id)
        ids.append(rule_id)
        if all(example["becomes"] == "unchanged" for example in rule["examples"]):
            problem = "no example shows a body that this rule changes"
            raise table.error(f"{where}.examples", problem, rule_id)
        fields = [
            _steps(table, f"{where}.fields[{number}]", field, rule_id)
            for number, field in enumerate(rule["fields"])
        ]
        path = _path_pattern(rule["path"], _path_of(request_target))
        if re.compile(path).groups > 1:
            problem = "two conversations in it: {runtime} holds one already"
            raise table.error(f"{where}.path", problem, rule_id)
        compiled.append({"method": rule["method"], "path": path, "fields": fields})
    return compiled


def _path_of(template: str) -> str:
    """The path of a target's template; empty where it leads to another host than the page's."""
    for page in ("{protocol}//{host}", "{origin}"):
        if template.startswith(f"{page}/"):
            return template.removeprefix(page)
    return ""


def _path_pattern(path: str, runtime: str) -> str:
    known = {"{conversation}": _UUID, "{port}": r"\d+"}
    if path.startswith("{runtime}"):
        prefix = _path_pattern(runtime, "")
        return f"(?:{prefix})?{_path_pattern(path.removeprefix('{runtime}'), '')}"
    return "".join(known.get(part) or literally(part) for part in re.split(r"(\{\w+\})", path))


def _steps(table: Table, where: str, field: str, rule: str) -> list[str | list[str]]:
    steps: list[str | list[str]] = []
    place = 1
    while place < len(field):
        found = _STEP.match(field, place)
        if not found:
            can = ".name, [*], [?match(@.name, 'pattern')], and .*~ at the end"
            raise table.error(where, f"cannot read {field[place:]!r}; a field is $ and {can}", rule)
        if found["name"] or found["keys"]:
            steps.append(found["name"] or _KEYS)
        else:
            steps.append(["", ""] if found["all"] else _filter(table, where, found, rule))
        place = found.end()
    if not isinstance(steps[-1], str):
        raise table.error(where, "ends in no name, so that it leads to no string", rule)
    return steps


def _filter(table: Table, where: str, found: re.Match[str], rule: str) -> list[str]:
    try:
        re.compile(found["pattern"])
    except re.error as error:
        raise table.error(where, f"{found['pattern']!r} is no pattern: {error}", rule) from error
    return [found["key"], f"^(?:{found['pattern']})$"]
