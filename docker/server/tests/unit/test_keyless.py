"""The operator's key is in no user's file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from openhands_multiuser.rehearsal.files import MemoryFiles
from openhands_multiuser.settings.keyless import KeylessFiles

KEY = "operators-key"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ({"llm_api_key": KEY}, {"llm_api_key": None}),
        ({"llm_api_key": "own"}, {"llm_api_key": "own"}),
        (
            {"agent": {"llm": {"api_key": KEY, "n": 1}}},
            {"agent": {"llm": {"api_key": None, "n": 1}}},
        ),
        ({"profiles": [{"key": KEY}, "x"]}, {"profiles": [{"key": None}, "x"]}),
    ],
)
def test_the_key_is_left_out(written: Any, kept: Any) -> None:
    files = MemoryFiles()
    KeylessFiles(files, KEY).write("settings.json", json.dumps(written))
    assert json.loads(files.files["settings.json"]) == kept


def test_without_a_key_everything_is_kept() -> None:
    files = MemoryFiles()
    KeylessFiles(files, None).write("settings.json", '{"llm_api_key": null, "x": "y"}')
    assert json.loads(files.files["settings.json"]) == {"llm_api_key": None, "x": "y"}
