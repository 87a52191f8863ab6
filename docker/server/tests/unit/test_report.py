"""What an operator reads at the start."""

from __future__ import annotations

import json

import pytest

from openhands_multiuser.start.report import Outcome, Report


@pytest.mark.parametrize(
    ("state", "why", "line"),
    [
        ("applied", "", "patch 16 user_id label: applied"),
        ("not needed", "OpenHands >= x", "patch 16 user_id label: not needed (OpenHands >= x)"),
        ("off", "X=true turns it on", "patch 16 user_id label: off (X=true turns it on)"),
        ("failed", "no label user_id", "patch 16 user_id label: FAILED: no label user_id"),
    ],
)
def test_a_line(state: str, why: str, line: str) -> None:
    assert Outcome(16, "user_id label", critical=True, state=state, why=why).line() == line


@pytest.mark.parametrize(
    ("critical", "state", "blocks"),
    [
        (True, "failed", True),
        (True, "applied", False),
        (True, "off", False),
        (False, "failed", False),
    ],
)
def test_a_critical_patch_that_failed_blocks_the_start(
    critical: bool, state: str, blocks: bool
) -> None:
    report = Report("1.11.0", [Outcome(1, "x", critical, state)])
    assert bool(report.blocking) is blocks
    assert json.loads(report.json())["starts"] is not blocks
