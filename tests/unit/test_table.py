"""What is wrong with a rule table is said with its place, and never with a traceback."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from frontend_patch.errors import FileError, TableError
from frontend_patch.paths import RULES, SCHEMA
from frontend_patch.rules import vias
from frontend_patch.rules.load import load_rules

TABLE = json.loads(RULES.read_text())

Edit = Callable[[dict[str, Any]], object]


def _write(tmp_path: Path, edit: Edit) -> Path:
    table: dict[str, Any] = copy.deepcopy(TABLE)
    edit(table)
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(table))
    return path


def _all_taking(table: dict[str, Any]) -> dict[str, Any]:
    """A rule in front that takes every request to a sandbox, and all that opens one."""
    rule: dict[str, Any] = copy.deepcopy(table["rules"][1])
    table["rules"].insert(1, rule | {"id": "greedy", "via": ["any"]})
    return rule


def _rule(index: int, **changes: Any) -> Edit:
    return lambda table: table["rules"][index].update(changes)


BROKEN: dict[str, tuple[Edit, str, str | None, str]] = {
    "unknown via": (
        _rule(1, via=["fetch", "fetchh"]),
        "$.rules[1].via[1]",
        "sandbox-request",
        "unknown 'fetchh'; known: any, request",
    ),
    "unknown key": (
        _rule(1, wy="?"),
        "$.rules[1]",
        "sandbox-request",
        "unknown key 'wy'; known: id, why",
    ),
    "missing why": (
        lambda table: table["rules"][0].pop("why"),
        "$.rules[0]",
        "vscode-assets",
        "'why' is a required",
    ),
    "missing examples": (
        lambda table: table["rules"][2].pop("examples"),
        "$.rules[2]",
        "runtime-request",
        "'examples' is a",
    ),
    "empty examples": (
        _rule(2, examples=[]),
        "$.rules[2].examples",
        "runtime-request",
        "non-empty",
    ),
    "no example that changes": (
        _rule(2, examples=[{"via": ["fetch"], "url": "/x", "becomes": "unchanged"}]),
        "$.rules[2].examples",
        "runtime-request",
        "no example shows a URL that this rule changes",
    ),
    "example of another via": (
        _rule(3, examples=[{"via": ["fetch"], "url": "/x", "becomes": "https://x/"}]),
        "$.rules[3].examples[0].via",
        "sandbox-document",
        "unknown via of this rule 'fetch'",
    ),
    "duplicate id": (
        _rule(2, id="sandbox-request"),
        "$.rules[2].id",
        "sandbox-request",
        "$.rules[1] has the same id",
    ),
    "unknown target": (
        _rule(1, to="pth"),
        "$.rules[1].to",
        "sandbox-request",
        "unknown target 'pth'",
    ),
    "unknown host class": (
        _rule(1, match={"host": ["sandbox", "moon"]}),
        "$.rules[1].match.host[1]",
        "sandbox-request",
        "unknown host class 'moon'; known: docker, loopback, page, page-other-port, private",
    ),
    "path without a slash": (
        _rule(0, match={"host": ["page"], "path": ["stable"]}),
        "$.rules[0].match.path[0]",
        "vscode-assets",
        "'stable' does not fit: A slash before each segment",
    ),
    "shadowed by one rule": (
        _all_taking,
        "$.rules[2]",
        "sandbox-request",
        "never reached: 'greedy'",
    ),
    "shadowed by two rules": (
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
        "never reached: 'sandbox-request' and 'sandbox-document'",
    ),
    "unknown preset": (
        lambda table: table.update(preset="x"),
        "$.preset",
        None,
        "unknown preset 'x'",
    ),
    "unknown target of a preset": (
        lambda table: table["presets"]["subdomain"].update(request="x"),
        "$.presets.subdomain.request",
        None,
        "unknown target 'x'; known: direct, path, port-path, subdomain",
    ),
    "unknown variable": (
        lambda table: table["targets"].update(path="https://{port}.{host}"),
        "$.targets.path",
        None,
        "unknown variable 'host'",
    ),
    "target without a port": (
        lambda table: table["targets"].update(path="{page.origin}/{conversation}"),
        "$.targets.path",
        None,
        "no {port} in it",
    ),
    "target whose host is too long a name": (
        lambda table: table["targets"].update(path="https://{conversation}{conversation}.x/{port}"),
        "$.targets.path",
        None,
        "no URL that can be: on a usual page it makes https://000",
    ),
    "target whose host is read as an address": (
        lambda table: table["targets"].update(path="https://x.{port}"),
        "$.targets.path",
        None,
        "no URL that can be",
    ),
    "target with two ports": (
        lambda table: table["targets"].update(path="{page.origin}:{port}:{port}"),
        "$.targets.path",
        None,
        "no URL that can be",
    ),
    "target that ends in a slash": (
        lambda table: table["targets"].update(path="{page.origin}/{port}/"),
        "$.targets.path",
        None,
        "does not match",
    ),
    "runtime target without the page's host": (
        lambda table: table.update(runtime="path"),
        "$.runtime",
        None,
        "the host name of the target 'path'",
    ),
    "network with host bits": (
        lambda table: table["hosts"]["private"].update(names=["10.0.0.1/8"]),
        "$.hosts.private.names",
        None,
        "10.0.0.1/8 has host bits set",
    ),
    "built-in host class written again": (
        lambda table: table["hosts"].update(sandbox={"names": ["x"]}),
        "$.hosts",
        None,
        "'sandbox' should not",
    ),
    "unknown class of inert pages": (
        lambda table: table.update(inertOn=["moon"]),
        "$.inertOn[0]",
        None,
        "unknown host class 'moon'",
    ),
    "never a port over 65535": (
        lambda table: table.update(never=[8000, 70000]),
        "$.never[1]",
        None,
        "70000 is not valid",
    ),
}


@pytest.mark.parametrize(("edit", "where", "rule", "problem"), BROKEN.values(), ids=BROKEN.keys())
def test_names_rule_and_json_path(
    tmp_path: Path, edit: Edit, where: str, rule: str | None, problem: str
) -> None:
    path = _write(tmp_path, edit)
    with pytest.raises(TableError) as caught:
        load_rules(path)
    assert (caught.value.where, caught.value.rule) == (where, rule)
    assert str(caught.value).startswith(f"{path}: {where}")
    assert problem in str(caught.value)


def test_says_line_and_column_of_a_trailing_comma(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text('{\n  "preset": "subdomain",\n}\n')
    with pytest.raises(TableError, match=r"line \d column \d+: not JSON: .*comma"):
        load_rules(path)


def test_names_a_key_that_stands_twice(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text('{"rules": [{"id": "one", "id": "two"}]}')
    with pytest.raises(TableError, match="the key 'id' stands twice"):
        load_rules(path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "not UTF-8"])
def test_names_a_table_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "rules.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileError, match=r"rules\.json: cannot read the rule table"):
        load_rules(path)


@pytest.mark.parametrize("value", [[], "rules", 7, None])
def test_refuses_json_that_is_no_table(tmp_path: Path, value: object) -> None:
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(value))
    with pytest.raises(TableError, match="is not of type 'object'"):
        load_rules(path)


def test_a_rule_for_part_of_what_an_earlier_one_leaves_is_reached(tmp_path: Path) -> None:
    def narrow(table: dict[str, Any]) -> None:
        rule = copy.deepcopy(table["rules"][1]) | {"id": "api"}
        rule["match"] = {"host": ["sandbox"], "path": ["/api"]}
        table["rules"].insert(1, rule)

    assert load_rules(_write(tmp_path, narrow)).count == len(TABLE["rules"]) + 1


def test_never_is_compiled_as_the_url_parser_writes_it(tmp_path: Path) -> None:
    never = [8000, "http://localhost:80", "https://x.test:443", "http://localhost:8000"]
    path = _write(tmp_path, lambda table: table.update(never=never))
    compiled = load_rules(path).compiled["never"]
    assert compiled == ["8000", "http://localhost", "https://x.test", "http://localhost:8000"]


def test_neither_why_nor_examples_are_compiled() -> None:
    compiled = json.dumps(load_rules(RULES).compiled)
    assert TABLE["rules"][0]["why"] not in compiled
    assert "examples" not in compiled


def test_the_hash_tells_tables_apart_by_what_is_compiled(tmp_path: Path) -> None:
    own = load_rules(RULES).hash
    assert load_rules(_write(tmp_path, _rule(0, why="Another sentence."))).hash == own
    assert load_rules(_write(tmp_path, _rule(0, vscodePort=1234))).hash != own


def test_the_schema_knows_just_the_vias_that_the_code_knows() -> None:
    known = json.loads(SCHEMA.read_text())["$defs"]["via"]["enum"]
    assert set(known) == {*vias.GROUPS["any"], *vias.GROUPS}


def test_models_are_compiled_to_patterns(tmp_path: Path) -> None:
    path = _write(tmp_path, lambda table: table["settings"].update(models=["a/gpt-4.1*", "b/c"]))
    assert load_rules(path).compiled["models"] == [r"^a/gpt-4\.1.*$", "^b/c$"]


def test_onboarding_is_compiled_to_keys_of_the_browser(tmp_path: Path) -> None:
    def edit(table: dict[str, Any]) -> None:
        table["settings"]["onboarding"] = {"onboarded": True, "backend": "agent-server"}

    keys = load_rules(_write(tmp_path, edit)).compiled["onboarding"]
    assert set(keys) == {"openhands-onboarded", "openhands-backends"}
    assert json.loads(keys["openhands-backends"])[0]["kind"] == "local"


def test_settings_that_are_switched_off_are_not_compiled(tmp_path: Path) -> None:
    path = _write(tmp_path, lambda table: table["settings"].update(enabled=False))
    assert not {"settings", "onboarding"} & load_rules(path).compiled.keys()
