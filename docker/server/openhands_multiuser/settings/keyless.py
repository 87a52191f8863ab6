"""Files without the operator's key, wherever in a user's settings OpenHands has put it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class KeylessFiles:
    """Writes JSON to a file store of OpenHands, with null in place of a key.

    Args:
        files: The file store.
        key: The key; None for none.
    """

    files: Any
    key: str | None

    def write(self, path: str, contents: str) -> None:
        """Write a file of JSON."""
        self.files.write(path, json.dumps(_without(json.loads(contents), self.key)))


def _without(value: Any, key: str | None) -> Any:
    if isinstance(value, dict):
        return {name: _without(each, key) for name, each in value.items()}
    if isinstance(value, list):
        return [_without(each, key) for each in value]
    return None if key is not None and value == key else value
