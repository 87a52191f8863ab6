"""Invalid rules: each error names the rule and the JSON path."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from frontend_patch.errors import TableError
from frontend_patch.rules.load import load_rules
from tests.unit.tables import Edit, change_rule, write_table


def _greedy_rule(table: dict[str, Any]) -> dict[str, Any]:
    """Puts a rule first that applies to every sandbox URL."""
    rule: dict[str, Any] = copy.deepcopy(table["rules"][1])
    table["rules"].insert(1, rule | {"id": "greedy", "via": ["any"]})
    return rule


INVALID: dict[str, tuple[Edit, str, str, str]] = {
    "unknown via": (
        change_rule(1, via=["fetch", "fetchh"]),
        "$.rules[1].via[1]",
        "sandbox-request",
        "unknown value 'fetchh'; known: any, request",
    ),
    "unknown key": (
        change_rule(1, wy="?"),
        "$.rules[1]",
        "sandbox-request",
        "unknown key 'wy'; known: id, why",
    ),
    "missing why": (
        lambda table: table["rules"][0].pop("why"),
        "$.rules[0]",
        "vscode-assets",
        '"why" is a required',
    ),
    "missing examples": (
        lambda table: table["rules"][2].pop("examples"),
        "$.rules[2]",
        "runtime-request",
        '"examples" is a',
    ),
    "empty examples": (
        change_rule(2, examples=[]),
        "$.rules[2].examples",
        "runtime-request",
        "less than 1 item",
    ),
    "no example that changes a URL": (
        change_rule(2, examples=[{"via": ["fetch"], "url": "/x", "becomes": "unchanged"}]),
        "$.rules[2].examples",
        "runtime-request",
        "no example shows a URL that this rule changes",
    ),
    "example of another via": (
        change_rule(3, examples=[{"via": ["fetch"], "url": "/x", "becomes": "https://x/"}]),
        "$.rules[3].examples[0].via",
        "sandbox-document",
        "unknown via of this rule 'fetch'",
    ),
    "duplicate id": (
        change_rule(2, id="sandbox-request"),
        "$.rules[2].id",
        "sandbox-request",
        "$.rules[1] has the same id",
    ),
    "unknown target": (
        change_rule(1, to="pth"),
        "$.rules[1].to",
        "sandbox-request",
        "unknown target 'pth'",
    ),
    "unknown host class": (
        change_rule(1, match={"host": ["sandbox", "moon"]}),
        "$.rules[1].match.host[1]",
        "sandbox-request",
        "unknown host class 'moon'; known: docker, loopback, page, page-other-port, private",
    ),
    "path without a slash": (
        change_rule(0, match={"host": ["page"], "path": ["stable"]}),
        "$.rules[0].match.path[0]",
        "vscode-assets",
        "'stable' is not allowed here. ",
    ),
    "unreachable because of one rule": (
        _greedy_rule,
        "$.rules[2]",
        "sandbox-request",
        "unreachable: every URL matches 'greedy' above",
    ),
    "unreachable because of two rules": (
        lambda table: table["rules"].append(
            copy.deepcopy(table["rules"][3])
            | {
                "id": "late",
                "via": ["fetch", "open"],
                "match": {"host": ["loopback"], "path": ["/api"]},
                "examples": [{"via": ["open"], "url": "http://x/", "becomes": "https://x/"}],
            }
        ),
        "$.rules[4]",
        "late",
        "unreachable: every URL matches 'sandbox-request' and 'sandbox-document' above",
    ),
}


@pytest.mark.parametrize(("edit", "where", "rule", "message"), INVALID.values(), ids=INVALID.keys())
def test_an_error_names_rule_and_json_path(
    tmp_path: Path, edit: Edit, where: str, rule: str, message: str
) -> None:
    path = write_table(tmp_path, edit)
    with pytest.raises(TableError) as caught:
        load_rules(path)
    problem = caught.value.problems[0]
    assert (problem.where, problem.rule) == (where, rule)
    assert message in problem.message
    assert str(caught.value).startswith(f"{path}: {where} (rule {rule!r}): ")
