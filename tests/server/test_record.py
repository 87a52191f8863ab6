"""The table of docs/reference/server-patches.md agrees with the installed versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.server.record import RECORD, STARTED, contract, first_with_host_network, start

#: Every run tests the newest release.
VERSIONS = [
    pytest.param(version, marks=[] if version == STARTED[-1] else [pytest.mark.slow])
    for version in STARTED
]
RENEW = "run `python -m tests.server.record`, then `python -m docs_build`"


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(RECORD.read_text())
    return loaded


@pytest.mark.parametrize("version", VERSIONS)
def test_a_start_is_as_recorded(version: str, record: dict[str, Any], tmp_path: Path) -> None:
    assert start(version, tmp_path) == record["started"][version], RENEW


def test_the_contract_is_as_recorded(record: dict[str, Any]) -> None:
    assert contract() == record["contract"], RENEW
    assert first_with_host_network() == record["first_with_host_network"], RENEW


def test_the_newest_minor_version_is_started(record: dict[str, Any]) -> None:
    newest = list(record["contract"])[-1]
    assert STARTED[-1].startswith(f"{newest}."), "start the newest release as well"
