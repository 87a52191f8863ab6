"""The table's `rules`: which URLs are rewritten, and to which target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from frontend_patch.rules import vias
from frontend_patch.rules.hosts import BUILT_IN, expand_hosts
from frontend_patch.rules.patterns import fill_pattern
from frontend_patch.rules.ports import validate_ports
from frontend_patch.rules.problems import Problems
from frontend_patch.rules.table import PortRange, Rule
from frontend_patch.rules.targets import target_names
from frontend_patch.rules.unreachable import covered_by

_HASH = {"{hash}": "[0-9a-f]{40}"}


def validate_rules(written: dict[str, Any], problems: Problems) -> tuple[Rule, ...]:
    """The rules of a table, in order; checks names, examples and that each rule can apply."""
    rules: list[Rule] = []
    index_of: dict[str, int] = {}
    for index, entry in enumerate(written["rules"]):
        where = f"$.rules[{index}]"
        ports_place, ports = f"{where}.match.port", entry["match"].get("port", [])
        rule = _rule(written, entry, validate_ports(ports_place, ports, problems, entry["id"]))
        if rule.ports and ("page" in rule.hosts or rule.vscode_port):
            message = "not allowed with the host class 'page' or vscodePort: the URL has no port"
            problems.add(ports_place, message, rule.id)
        first = index_of.setdefault(rule.id, index)
        if first != index:
            problems.add(f"{where}.id", f"$.rules[{first}] has the same id", rule.id)
        problems.expect(f"{where}.to", rule.to, target_names(written), "target", rule.id)
        known = {*written["hosts"], *BUILT_IN, "sandbox"}
        for number, name in enumerate(entry["match"]["host"]):
            place = f"{where}.match.host[{number}]"
            problems.expect(place, name, known, "host class", rule.id)
        _check_examples(where, rule, entry["examples"], problems)
        if takers := covered_by(rule, rules):
            names = " and ".join(repr(taker) for taker in takers)
            problems.add(where, f"unreachable: every URL matches {names} above", rule.id)
        rules.append(rule)
    return tuple(rules)


def compile_rules(rules: Iterable[Rule], targets: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rules as ``Rule`` in src_js/types.d.ts, in order."""
    return [_compile_rule(rule, targets) for rule in rules]


def own_paths(rules: Iterable[Rule]) -> list[str]:
    """Beginnings of the paths on the page's own host that a rule can apply to.

    Each is a slash and the first word of the path.
    """
    prefixes = [path for rule in rules if "page" in rule.hosts for path in rule.paths or ("/",)]
    return sorted({re.sub("^(/[a-z]*).*", r"\1", prefix) for prefix in prefixes})


def _rule(written: dict[str, Any], entry: dict[str, Any], ports: tuple[PortRange, ...]) -> Rule:
    return Rule(
        id=entry["id"],
        vias=tuple(vias.expand(entry["via"])),
        hosts=expand_hosts(entry["match"]["host"], written["hosts"]),
        paths=tuple(entry["match"].get("path", ())),
        ports=ports,
        vscode_port=entry.get("vscodePort"),
        to=entry["to"],
    )


def _check_examples(
    where: str, rule: Rule, examples: list[dict[str, Any]], problems: Problems
) -> None:
    changing = 0
    for index, example in enumerate(examples):
        if example["becomes"] == "unchanged":
            continue
        changing += 1
        for via in vias.expand(example["via"]):
            place = f"{where}.examples[{index}].via"
            problems.expect(place, via, rule.vias, "via of this rule", rule.id)
    if not changing:
        problems.add(f"{where}.examples", "no example shows a URL that this rule changes", rule.id)


def _compile_rule(rule: Rule, targets: Mapping[str, str]) -> dict[str, Any]:
    compiled: dict[str, Any] = {
        "id": rule.id,
        "via": list(rule.vias),
        "hosts": list(rule.hosts),
        "to": targets[rule.to],
    }
    if rule.paths:
        prefixes = "|".join(fill_pattern(path, _HASH) for path in rule.paths)
        compiled["path"] = f"^({prefixes})(/|$)"
    if rule.ports:
        compiled["ports"] = rule.ports
    if rule.vscode_port:
        compiled["vscodePort"] = str(rule.vscode_port)
    return compiled
