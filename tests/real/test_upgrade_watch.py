"""The command that runs the journeys with newer versions of OpenHands."""

from __future__ import annotations

import json

import pytest

from demo.real.deployment.deployment import TESTED
from demo.real.ui import PIN
from docs_build.journeys import RECORD, journeys_table
from tests.real.upgrade_watch import NOT_OFFERED, OLDEST, Pair, pairs, results
from tests.real.whole.journeys import JOURNEYS

UI = PIN["version"]
CURRENT = [Pair(OLDEST, UI), Pair(TESTED, UI)]

REPORT = """<testsuites><testsuite>
  <testcase classname="tests.real.journeys.test_links" name="test_a[chromium]"/>
  <testcase classname="tests.real.journeys.test_links" name="test_b"><failure/></testcase>
  <testcase classname="tests.real.test_real_server" name="test_c[1.11.0]"/>
  <testcase classname="tests.real.whole.test_demo" name="test_d_e[chromium]"/>
  <testcase classname="tests.real.whole.test_journeys" name="test_f[first_visit]"/>
  <testcase classname="tests.real.whole.test_journeys" name="test_f[reload]"><error/></testcase>
  <testcase classname="tests.real.whole.test_journeys" name="test_f[delete]"><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize(
    ("newest", "newer"),
    [
        pytest.param(Pair(TESTED, UI), [], id="nothing"),
        pytest.param(Pair("9.0.0", UI), [Pair("9.0.0", UI)], id="server"),
        pytest.param(Pair(TESTED, "9.0.0"), [Pair(TESTED, "9.0.0")], id="UI"),
        pytest.param(
            Pair("9.0.0", "9.1.0"),
            [Pair("9.0.0", UI), Pair(TESTED, "9.1.0"), Pair("9.0.0", "9.1.0")],
            id="both",
        ),
    ],
)
def test_the_tested_versions_run_and_all_pairs_that_are_newer(
    newest: Pair, newer: list[Pair]
) -> None:
    assert pairs(newest) == [*CURRENT, *newer]


def test_a_report_tells_which_journeys_passed() -> None:
    assert results(REPORT, "1.11.0") == {
        "UI contract": "failed",
        "server contract": "passed",
        "d e": "passed",
        "first visit": "passed",
        "reload": "failed",
        "delete": "failed",
    }


def test_a_failure_is_expected_where_the_server_does_not_offer_what_a_journey_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(NOT_OFFERED, "1.0.0", {"reload", "first visit"})
    found = results(REPORT, "1.0.0")
    assert (found["reload"], found["first visit"]) == ("not offered", "passed")


def test_a_journey_that_failed_or_did_not_run_shows_in_the_table() -> None:
    runs = [
        {"openhands": "1.0.0", "ui": "2.0.0", "journeys": {"a": "passed", "b": "failed"}},
        {"openhands": "1.1.0", "ui": "2.0.0", "journeys": {"a": "passed"}},
    ]
    assert journeys_table({"date": "2026-01-01", "runs": runs}).splitlines()[2:] == [
        "| a | passed | passed |",
        "| b | **failed** | not run |",
    ]


def test_the_record_holds_each_journey_with_the_versions_that_are_tested() -> None:
    record = json.loads(RECORD.read_text())
    names = {journey.__name__.replace("_", " ") for journey in JOURNEYS}
    for pair in CURRENT:
        [run] = [
            one
            for one in record["runs"]
            if (one["openhands"], one["ui"]) == (pair.openhands, pair.ui)
        ]
        assert names <= set(run["journeys"])
