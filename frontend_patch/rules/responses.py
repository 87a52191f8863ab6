"""The table's `responses`: which fields of JSON responses contain sandbox URLs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from frontend_patch.rules.patterns import fill_pattern
from frontend_patch.rules.problems import Problems
from frontend_patch.rules.table import ResponseRule, Step

#: The step for the keys of an object, in src_js/responses/index.js.
_KEYS = "*~"

# With or without hyphens.
_UUID = r"([\da-fA-F]{8}(?:-?[\da-fA-F]{4}){4}[\da-fA-F]{8})"

_RUNTIME = "{runtime}"

# A part of JSONPath (RFC 9535): names, wildcards, and filters by match(). `*~`, the keys, is an
# extension of JSONPath-Plus.
_STEP = re.compile(
    r"\.(?P<name>[A-Za-z_]\w*)"
    r"|\.(?P<keys>\*~)$"
    r"|\[(?P<all>\*)\]"
    r"|\[\?match\(@\.(?P<key>[A-Za-z_]\w*), ?'(?P<pattern>[^']*)'\)\]"
)


def validate_responses(
    written: dict[str, Any], request_target: str, problems: Problems
) -> tuple[ResponseRule, ...]:
    """The response rules of a table, in order; checks ids, examples, paths and fields.

    Args:
        written: the table.
        request_target: the template of the preset's target for requests.
        problems: receives the errors.
    """
    ids = [rule["id"] for rule in written["rules"]]
    rules = []
    for index, entry in enumerate(written["responses"]):
        where, rule_id = f"$.responses[{index}]", entry["id"]
        if rule_id in ids:
            problems.add(f"{where}.id", "another rule has the same id", rule_id)
        ids.append(rule_id)
        if all(example["becomes"] == "unchanged" for example in entry["examples"]):
            message = "no example shows a body that this rule changes"
            problems.add(f"{where}.examples", message, rule_id)
        if re.compile(_path_pattern(entry["path"], request_target)).groups > 1:
            message = "more than one {conversation}; {runtime} already contains one"
            problems.add(f"{where}.path", message, rule_id)
        fields = tuple(
            _steps(f"{where}.fields[{number}]", field, rule_id, problems)
            for number, field in enumerate(entry["fields"])
        )
        rules.append(ResponseRule(rule_id, entry["method"], entry["path"], fields))
    return tuple(rules)


def compile_responses(rules: Iterable[ResponseRule], request_target: str) -> list[dict[str, Any]]:
    """The rules as ``ResponseRule`` in src_js/types.d.ts, in order."""
    return [
        {
            "method": rule.method,
            "path": _path_pattern(rule.path, request_target),
            "fields": [
                [step if isinstance(step, str) else list(step) for step in steps]
                for steps in rule.fields
            ],
        }
        for rule in rules
    ]


def _path_pattern(path: str, request_target: str) -> str:
    known = {"{conversation}": _UUID, "{port}": r"\d+"}
    if not path.startswith(_RUNTIME):
        return fill_pattern(path, known)
    prefix = fill_pattern(_path_of(request_target), known)
    return f"(?:{prefix})?{fill_pattern(path.removeprefix(_RUNTIME), known)}"


def _path_of(template: str) -> str:
    """The path of a target's template; empty if the template is not on the page's own host."""
    for page in ("{protocol}//{host}", "{origin}"):
        if template.startswith(f"{page}/"):
            return template.removeprefix(page)
    return ""


def _steps(where: str, field: str, rule: str, problems: Problems) -> tuple[Step, ...]:
    steps: list[Step] = []
    offset = 1
    while offset < len(field):
        found = _STEP.match(field, offset)
        if not found:
            syntax = ".name, [*], [?match(@.name, 'pattern')], and .*~ at the end"
            message = f"cannot parse {field[offset:]!r}; a field is $ followed by {syntax}"
            problems.add(where, message, rule)
            return ()
        if found["name"] or found["keys"]:
            steps.append(found["name"] or _KEYS)
        else:
            steps.append(("", "") if found["all"] else _filter(where, found, rule, problems))
        offset = found.end()
    if not isinstance(steps[-1], str):
        problems.add(where, "must end in a name, because it must lead to a string", rule)
    return tuple(steps)


def _filter(where: str, found: re.Match[str], rule: str, problems: Problems) -> Step:
    try:
        re.compile(found["pattern"])
    except re.error as error:
        message = f"{found['pattern']!r} is not a valid pattern: {error}"
        problems.add(where, message, rule)
    return found["key"], f"^(?:{found['pattern']})$"
