"""A rule table that cannot be read, or is not a JSON object without duplicate keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from frontend_patch.errors import FileError, TableError
from frontend_patch.rules.load import load_rules


def test_a_trailing_comma_is_reported_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text('{\n  "preset": "subdomain",\n}\n')
    with pytest.raises(TableError, match=r"line \d column \d+: not JSON: .*comma"):
        load_rules(path)


def test_a_duplicate_key_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text('{"rules": [{"id": "one", "id": "two"}]}')
    with pytest.raises(TableError, match="duplicate key 'id'"):
        load_rules(path)


@pytest.mark.parametrize(
    ("content", "message"), [(None, "cannot read the file"), (b"\xff\xfe", "not UTF-8")]
)
def test_an_unreadable_table_is_reported(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "rules.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileError, match=rf"rules\.json: {message}"):
        load_rules(path)


@pytest.mark.parametrize("value", [[], "rules", 7, None])
def test_json_other_than_an_object_is_rejected(tmp_path: Path, value: object) -> None:
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(value))
    with pytest.raises(TableError, match='is not of type "object"'):
        load_rules(path)
