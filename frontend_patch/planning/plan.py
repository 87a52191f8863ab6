"""What a command will change: all of it is known, and proven, before the first byte is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from frontend_patch.files.siblings import siblings_of


class Siblings(Enum):
    """What becomes of the compressed files beside a document."""

    REBUILD = "rebuild"
    REMOVE = "remove"


@dataclass
class Plan:
    """The changes of a command.

    Attributes:
        siblings: what becomes of compressed siblings.
        changes: a file's new content, or None for one that is removed, in the order of writing.
        done: what will have been done to each file.
    """

    siblings: Siblings = Siblings.REBUILD
    changes: dict[Path, bytes | None] = field(default_factory=dict)
    done: dict[Path, str] = field(default_factory=dict)

    def change(self, changes: Mapping[Path, bytes | None]) -> None:
        """Adds files that are written or removed."""
        for path, data in changes.items():
            self._add(path, data, "removed" if data is None else "written")

    def edit(self, index: Path, before: bytes, after: bytes, done: str) -> None:
        """Adds a document and its siblings; what is as it should be is left alone.

        Raises:
            FileError: a sibling cannot be rebuilt.
        """
        self.done[index] = done
        if after != before:
            self._add(index, after, done)
        for sibling in siblings_of(index):
            path = sibling.path
            if self.siblings is Siblings.REMOVE:
                self._add(path, None, "removed")
            elif not sibling.holds(after):
                stale = "" if sibling.holds(before) else f" (was stale: not what {index.name} held)"
                self._add(path, sibling.rebuilt(after), f"rebuilt{stale}")
            else:
                self.done[path] = "unchanged"

    def _add(self, path: Path, data: bytes | None, done: str) -> None:
        # A rename breaks hard links, and whoever made them has to know.
        is_broken = data is not None and path.exists() and path.stat().st_nlink > 1
        broken = " (no longer a hard link of others)" if is_broken else ""
        self.changes[path], self.done[path] = data, f"{done}{broken}"
