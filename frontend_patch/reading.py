"""Reads files; errors name the file and the position."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from frontend_patch.errors import FileError


class JsonError(Exception):
    """A text is not JSON.

    Attributes:
        where: line and column, as text.
    """

    def __init__(self, where: str, message: str) -> None:
        self.where, self.message = where, message
        super().__init__(f"{where}: {message}")


def read_file(path: Path) -> bytes:
    """The content of a file.

    Raises:
        FileError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: cannot read the file: {error.strerror}") from error


def read_text(path: Path) -> str:
    """The content of a UTF-8 file.

    Raises:
        FileError: it cannot be read, or is not UTF-8.
    """
    try:
        return read_file(path).decode()
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from error


def parse_json(text: str, hook: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    """The value that a JSON text contains; ``hook`` builds each object from its members.

    Raises:
        JsonError: the text is not JSON.
    """
    try:
        return json.loads(text, object_pairs_hook=hook)
    except json.JSONDecodeError as error:
        is_comma = text[: error.pos].rstrip().endswith(",")
        hint = " (is there a comma before a closing bracket?)" if is_comma else ""
        where = f"line {error.lineno} column {error.colno}"
        raise JsonError(where, f"not JSON: {error.msg}{hint}") from error
