"""The documents that a command changes, locked against other runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from frontend_patch.files.discover import find_indexes
from frontend_patch.files.lock import locked
from frontend_patch.planning.assets import assets_folder


@contextmanager
def locked_indexes(named: Iterable[str], out: Path | None = None) -> Iterator[list[Path]]:
    """Finds documents, and locks every folder that the command writes to.

    Args:
        named: the values of ``--index``.
        out: the folder for the bundle, if any.
    """
    indexes = find_indexes(named)
    folders = [path.parent for index in indexes for path in (index, index.resolve())]
    folders += [assets_folder(index) for index in indexes]
    if indexes and out:
        folders.append(out)
    with locked(folders):
        yield indexes
