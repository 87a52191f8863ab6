"""Compiles the rules of a table into what the page script reads."""

from __future__ import annotations

import re
from typing import Any

import soupsieve

from frontend_patch.rules import hosts, vias
from frontend_patch.rules.schema import Table
from frontend_patch.rules.unreachable import Reach, shadowed_by

_HASH = "[0-9a-f]{40}"


def compile_rules(table: Table, targets: dict[str, str]) -> list[dict[str, Any]]:
    """The rules as src_js/types.d.ts calls ``Rule``, in order; ``targets`` by what ``to`` may say.

    Raises:
        TableError: an id that repeats, a name that is not known, a rule without an example that it
            changes, or one that is never reached.
    """
    index_of: dict[str, int] = {}
    earlier: list[Reach] = []
    compiled = []
    for index, rule in enumerate(table.json["rules"]):
        where, rule_id = f"$.rules[{index}]", rule["id"]
        if rule_id in index_of:
            first = f"$.rules[{index_of[rule_id]}]"
            raise table.error(f"{where}.id", f"{first} has the same id", rule_id)
        index_of[rule_id] = index
        one = _compile_rule(table, where, rule, targets)
        _check_examples(table, where, rule, one["via"])
        paths = tuple(rule["match"].get("path", [None]))
        reach = Reach(rule_id, tuple(one["via"]), tuple(one["hosts"]), paths)
        if takers := shadowed_by(reach, earlier):
            takers_text = " and ".join(repr(taker) for taker in takers)
            raise table.error(where, f"never reached: {takers_text} above takes all", rule_id)
        earlier.append(reach)
        compiled.append(one)
    return compiled


def own_paths(table: Table) -> list[str]:
    """How the paths begin that a rule may take on the page itself: a slash and the first word."""
    prefixes = [
        prefix
        for rule in table.json["rules"]
        if "page" in rule["match"]["host"]
        for prefix in rule["match"].get("path", ["/"])
    ]
    return sorted({re.sub("^(/[a-z]*).*", r"\1", prefix) for prefix in prefixes})


def compile_hosts(table: Table) -> list[dict[str, Any]]:
    """The table's host classes, in order, names made patterns.

    Raises:
        TableError: a name that is no valid network.
    """
    compiled: list[dict[str, Any]] = []
    for name, host_class in table.json["hosts"].items():
        try:
            one: dict[str, Any] = {"name": name, "pattern": hosts.pattern(host_class["names"])}
        except ValueError as error:
            where = f"$.hosts.{name}.names"
            raise table.error(where, f"not an IPv4 network: {error}") from error
        if host_class.get("unlessPageIsOne"):
            one["unlessPageIsOne"] = True
        compiled.append(one)
    return compiled


def compile_inert(table: Table, classes: list[dict[str, Any]]) -> str:
    """The pattern of the names of hosts on whose pages nothing is rewritten.

    Args:
        table: the rule table.
        classes: its host classes, compiled.

    Raises:
        TableError: a host class that is not known.
    """
    patterns = {one["name"]: one["pattern"] for one in classes}
    for index, name in enumerate(table.json["inertOn"]):
        table.expect(f"$.inertOn[{index}]", name, patterns, "host class")
    return "|".join(patterns[name] for name in table.json["inertOn"]) or "(?!)"


def compile_untouched(table: Table) -> dict[str, str]:
    """The table's selectors, each list made one.

    Raises:
        TableError: one that is no CSS selector.
    """
    for name, selectors in table.json["untouched"].items():
        for index, selector in enumerate(selectors):
            try:
                soupsieve.compile(selector)
            except soupsieve.SelectorSyntaxError as error:
                problem = str(error).splitlines()[0]
                raise table.error(f"$.untouched.{name}[{index}]", problem) from error
    everywhere, text = table.json["untouched"]["all"], table.json["untouched"]["text"]
    return {"all": ",".join(everywhere), "text": ",".join([*everywhere, *text])}


def _compile_rule(
    table: Table, where: str, rule: dict[str, Any], targets: dict[str, str]
) -> dict[str, Any]:
    table.expect(f"{where}.to", rule["to"], targets, "target", rule["id"])
    own = table.json["hosts"]
    for index, name in enumerate(rule["match"]["host"]):
        known = {*own, *hosts.BUILT_IN, "sandbox"}
        table.expect(f"{where}.match.host[{index}]", name, known, "host class", rule["id"])
    compiled: dict[str, Any] = {
        "id": rule["id"],
        "via": vias.expand(rule["via"]),
        "hosts": hosts.expand(rule["match"]["host"], own),
        "to": targets[rule["to"]],
    }
    if paths := rule["match"].get("path"):
        compiled["path"] = f"^({'|'.join(_path_pattern(path) for path in paths)})(/|$)"
    if port := rule.get("vscodePort"):
        compiled["vscodePort"] = str(port)
    return compiled


def _path_pattern(prefix: str) -> str:
    return _HASH.join(hosts.literally(part) for part in prefix.split("{hash}"))


def _check_examples(table: Table, where: str, rule: dict[str, Any], own: list[str]) -> None:
    changing = 0
    for index, example in enumerate(rule["examples"]):
        if example["becomes"] == "unchanged":
            continue
        changing += 1
        for via in vias.expand(example["via"]):
            at = f"{where}.examples[{index}].via"
            table.expect(at, via, own, "via of this rule", rule["id"])
    if not changing:
        problem = "no example shows a URL that this rule changes"
        raise table.error(f"{where}.examples", problem, rule["id"])
