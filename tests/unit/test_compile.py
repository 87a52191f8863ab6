"""A valid rule table, compiled for the page script."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from frontend_patch.errors import PresetError, TableError
from frontend_patch.paths import RULES, SCHEMA
from frontend_patch.rules import vias
from frontend_patch.rules.load import load_rules
from tests.unit.tables import TABLE, change_rule, write_table


def test_a_rule_for_some_urls_of_a_later_rule_is_reachable(tmp_path: Path) -> None:
    def narrow(table: dict[str, Any]) -> None:
        rule = copy.deepcopy(table["rules"][1]) | {"id": "api"}
        rule["match"] = {"host": ["sandbox"], "path": ["/api"]}
        table["rules"].insert(1, rule)

    assert load_rules(write_table(tmp_path, narrow)).count == len(TABLE["rules"]) + 1


def test_an_unknown_preset_is_rejected_with_the_known_presets() -> None:
    with pytest.raises(PresetError, match="no preset 'x'; known: subdomain, path"):
        load_rules(RULES, "x")


def test_exclusions_are_serialized_as_by_the_url_parser(tmp_path: Path) -> None:
    never = [8000, "http://localhost:80", "https://x.test:443", "http://localhost:8000"]
    path = write_table(tmp_path, lambda table: table.update(never=never))
    compiled = load_rules(path).compiled["never"]
    assert compiled == ["8000", "http://localhost", "https://x.test", "http://localhost:8000"]


def test_why_and_examples_are_left_out() -> None:
    compiled = json.dumps(load_rules(RULES).compiled)
    assert TABLE["rules"][0]["why"] not in compiled
    assert "examples" not in compiled


def test_the_hash_depends_on_the_compiled_table_only(tmp_path: Path) -> None:
    default = load_rules(RULES).hash
    reworded = write_table(tmp_path, change_rule(0, why="Another sentence."))
    assert load_rules(reworded).hash == default
    changed = write_table(tmp_path, change_rule(0, vscodePort=1234))
    assert load_rules(changed).hash != default


def test_compiling_again_gives_the_same_table() -> None:
    assert load_rules(RULES).compiled == load_rules(RULES).compiled


def test_schema_and_code_have_the_same_vias() -> None:
    known = json.loads(SCHEMA.read_text())["$defs"]["via"]["enum"]
    assert set(known) == {*vias.GROUPS["any"], *vias.GROUPS}


@pytest.mark.parametrize(
    "selector", ["a", ".a.b", "[a=b i]", "a > b", "a:has(b)", "[a='x,y']", ":is(a, b)"]
)
def test_css_selectors_are_accepted(tmp_path: Path, selector: str) -> None:
    path = write_table(tmp_path, lambda table: table["untouched"].update(all=[selector], text=[]))
    assert load_rules(path).compiled["untouched"]["all"] == selector


@pytest.mark.parametrize("selector", ["::", "a >", "[a", ".", "a{}", "a:nope(b)", "a\n{}"])
def test_invalid_css_selectors_are_rejected(tmp_path: Path, selector: str) -> None:
    path = write_table(tmp_path, lambda table: table["untouched"].update(all=[selector]))
    with pytest.raises(TableError, match=r"\$\.untouched\.all\[0\]"):
        load_rules(path)


def test_model_names_are_compiled_to_patterns(tmp_path: Path) -> None:
    models = ["a/gpt-4.1*", "b/c"]
    path = write_table(tmp_path, lambda table: table["settings"].update(models=models))
    assert load_rules(path).compiled["models"] == [r"^a/gpt-4\.1.*$", "^b/c$"]


@pytest.mark.parametrize(
    ("model", "parameters"),
    [
        ("anthropic/claude-*", "query=claude-&provider__eq=anthropic"),
        ("a/*-mini-2*", "query=-mini-2&provider__eq=a"),
        ("openrouter/anthropic/claude", "query=anthropic%2Fclaude&provider__eq=openrouter"),
        ("*/gpt-5", "query=gpt-5"),
        ("gpt-5", "query=gpt-5"),
        ("a/*", "query=&provider__eq=a"),
    ],
)
def test_v1_searches_the_catalogue_for_each_model(
    tmp_path: Path, model: str, parameters: str
) -> None:
    path = write_table(tmp_path, lambda table: table["settings"].update(models=[model]))
    [_, v1] = load_rules(path).compiled["settings"]
    [[search, pattern]] = v1[1]
    assert search == f"/api/v1/config/models/search?limit=100&{parameters}"
    assert pattern == load_rules(path).compiled["models"][0]


def test_v1_is_left_out_if_no_model_is_named(tmp_path: Path) -> None:
    path = write_table(tmp_path, lambda table: table["settings"].update(models=[]))
    assert [api[0] for api in load_rules(path).compiled["settings"]] == ["/api/settings"]


def test_onboarding_is_compiled_to_local_storage_entries(tmp_path: Path) -> None:
    def edit(table: dict[str, Any]) -> None:
        table["settings"]["onboarding"] = {"onboarded": True, "backend": "agent-server"}

    keys = load_rules(write_table(tmp_path, edit)).compiled["onboarding"]
    assert set(keys) == {"openhands-onboarded", "openhands-backends"}
    assert json.loads(keys["openhands-backends"])[0]["kind"] == "local"


def test_disabled_settings_are_left_out(tmp_path: Path) -> None:
    path = write_table(tmp_path, lambda table: table["settings"].update(enabled=False))
    assert not {"settings", "onboarding"} & load_rules(path).compiled.keys()
