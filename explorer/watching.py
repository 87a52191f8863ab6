"""Watches files for changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

_INTERVAL = 0.05
# An editor writes a file in several steps; wait until it is complete.
_SETTLED = 0.02

Snapshot = dict[Path, tuple[int, int]]


async def changes(roots: Iterable[Path]) -> AsyncIterator[None]:
    """Yields each time that a file, or a file in a folder, has changed."""
    roots = list(roots)
    known = _snapshot(roots)
    while True:
        await asyncio.sleep(_INTERVAL)
        if (found := _snapshot(roots)) == known:
            continue
        while True:
            await asyncio.sleep(_SETTLED)
            if (settled := _snapshot(roots)) == found:
                break
            found = settled
        known = found
        yield


def _snapshot(roots: list[Path]) -> Snapshot:
    """The modification time and size of each file."""
    found: Snapshot = {}
    for root in roots:
        for path in [root, *root.rglob("*")] if root.is_dir() else [root]:
            try:
                status = path.stat()
            except OSError:
                continue
            found[path] = (status.st_mtime_ns, status.st_size)
    return found
