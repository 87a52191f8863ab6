"""Which documents `--index` means."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path

from frontend_patch.errors import FileError


def find_indexes(named: Iterable[str]) -> list[Path]:
    """The documents in the order named, each once, even if links lead to it from several names.

    Args:
        named: for each a file; a folder, for each index.html in it and below; or a glob, in which
            ``**`` is any depth of folders, for each file that it matches.

    Raises:
        FileError: one of them means nothing.
    """
    found: dict[Path, Path] = {}
    for one in named:
        for path in _find(one):
            found.setdefault(path.resolve(), path)
    return list(found.values())


def _find(named: str) -> list[Path]:
    path = Path(named)
    if path.is_dir():
        return _some(sorted(path.rglob("index.html")), f"{path}: no index.html in this folder")
    if path.exists() or not glob.has_magic(named):
        return [path]
    matched = (Path(one) for one in glob.glob(named, recursive=True))  # noqa: PTH207 - as given
    return _some(sorted(one for one in matched if one.is_file()), f"{named}: no file matches")


def _some(paths: list[Path], otherwise: str) -> list[Path]:
    if not paths:
        raise FileError(otherwise)
    return paths
