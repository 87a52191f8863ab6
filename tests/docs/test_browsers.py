"""The record of the examples in three engines is up to date."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from docs_build.browsers import RECORD
from frontend_patch.paths import RULES
from frontend_patch.rules.vias import expand
from tests.engines.conftest import ENGINES
from tests.engines.record import counts

RECORDED: dict[str, dict[str, Any]] = json.loads(RECORD.read_text())
TABLE = json.loads(RULES.read_text())

REPORT = """<testsuites><testsuite>
  <testcase name="test_a[chromium-a-rule-0-fetch]"/>
  <testcase name="test_a[webkit-chromium-a-rule-0-fetch]"/>
  <testcase name="test_a[webkit-chromium-a-rule-1-fetch]"><skipped type="pytest.xfail"/></testcase>
</testsuite></testsuites>"""


def test_a_report_is_counted_by_engine_and_via() -> None:
    assert counts(REPORT) == {"chromium": {"fetch": [1, 1]}, "webkit": {"fetch": [1, 2]}}


def test_all_engines_are_recorded() -> None:
    assert set(RECORDED) == {"chromium", *ENGINES}


@pytest.mark.parametrize("engine", RECORDED)
def test_each_example_of_the_table_is_recorded_with_each_of_its_vias(engine: str) -> None:
    examples = Counter(
        via
        for rule in TABLE["rules"]
        for example in rule["examples"]
        for via in expand(example["via"])
    )
    assert {via: count for via, (_, count) in RECORDED[engine]["vias"].items()} == examples


@pytest.mark.parametrize(
    ("engine", "exceptions"), [("chromium", []), ("firefox", []), ("webkit", ["navigate"])]
)
def test_the_only_exception_is_navigation_in_webkit(engine: str, exceptions: list[str]) -> None:
    vias = RECORDED[engine]["vias"].items()
    assert [via for via, (passed, count) in vias if passed < count] == exceptions
