"""What a command will change: all of it is known, and proven, before the first byte is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from frontend_patch.siblings import siblings_of


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

    def write(self, path: Path, data: bytes, done: str) -> None:
        """Adds a file that is written."""
        # A rename breaks hard links, and whoever made them has to know.
        broken = " (no longer a hard link of others)" if _has_other_names(path) else ""
        self.changes[path], self.done[path] = data, f"{done}{broken}"

    def edit(self, index: Path, before: bytes, after: bytes, done: str) -> None:
        """Adds a document and its siblings; what is as it should be is left alone.

        Raises:
            FileError: a sibling cannot be rebuilt.
        """
        self.done[index] = done
        if after != before:
            self.write(index, after, done)
        for sibling in siblings_of(index):
            path = sibling.path
            if self.siblings is Siblings.REMOVE:
                self.changes[path], self.done[path] = None, "removed"
            elif not sibling.holds(after):
                stale = "" if sibling.holds(before) else f" (was stale: not what {index.name} held)"
                self.write(path, sibling.rebuilt(after), f"rebuilt{stale}")
            else:
                self.done[path] = "unchanged"


def _has_other_names(path: Path) -> bool:
    return path.exists() and path.stat().st_nlink > 1
