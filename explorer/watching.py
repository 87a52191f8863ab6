"""Tells when files change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

_INTERVAL = 0.05
# A file is written in several steps; what lies between them is not to be built.
_SETTLED = 0.02

Snapshot = dict[Path, tuple[int, int]]


async def changes(roots: Iterable[Path]) -> AsyncIterator[None]:
    """Yields each time that a file, or one in a folder, has become another since the last."""
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
    """Time and size of each file."""
    found: Snapshot = {}
    for root in roots:
        for path in [root, *root.rglob("*")] if root.is_dir() else [root]:
            try:
                status = path.stat()
            except OSError:
                continue
            found[path] = (status.st_mtime_ns, status.st_size)
    return found
