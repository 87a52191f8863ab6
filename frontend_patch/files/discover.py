"""Finds the documents that `--index` names."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path

from frontend_patch.errors import FileError


def find_indexes(named: Iterable[str]) -> list[Path]:
    """The documents in the order named; each once, even if links lead to it from several names.

    Args:
        named: files; folders, for each index.html in them at any depth; and globs, in which ``**``
            matches any depth of folders.

    Raises:
        FileError: one of them matches nothing.
    """
    found: dict[Path, Path] = {}
    for name in named:
        for path in _find(name):
            found.setdefault(path.resolve(), path)
    return list(found.values())


def _find(name: str) -> list[Path]:
    path = Path(name)
    if path.is_dir():
        return _require(sorted(path.rglob("index.html")), f"{path}: no index.html in this folder")
    if path.exists() or not glob.has_magic(name):
        return [path]
    matches = (Path(match) for match in glob.glob(name, recursive=True))  # noqa: PTH207 - as given
    return _require(sorted(path for path in matches if path.is_file()), f"{name}: no file matches")


def _require(paths: list[Path], error: str) -> list[Path]:
    if not paths:
        raise FileError(error)
    return paths
