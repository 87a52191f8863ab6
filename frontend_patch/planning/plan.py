"""The changes of a command, all known before the first byte is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from frontend_patch.files.siblings import siblings_of


class Siblings(Enum):
    """What to do with the compressed files beside a document."""

    REBUILD = "rebuild"
    REMOVE = "remove"


class Action(Enum):
    """What a command does to a file; the values appear in ``--json``."""

    PATCHED = "patched"
    REPLACED = "replaced"
    REVERTED = "reverted"
    UNCHANGED = "unchanged"
    WRITTEN = "written"
    REBUILT = "rebuilt"
    REMOVED = "removed"


class Note(Enum):
    """What else a person needs to know; the values appear in ``--json``."""

    NOTHING_TO_REVERT = "nothing-to-revert"
    WAS_STALE = "was-stale"
    HARD_LINK_BROKEN = "hard-link-broken"


@dataclass(frozen=True)
class Outcome:
    """What a command does to a file.

    Attributes:
        action: the change.
        notes: additional information.
    """

    action: Action
    notes: tuple[Note, ...] = ()


@dataclass
class Plan:
    """The changes of a command.

    Attributes:
        siblings: what to do with compressed siblings.
        changes: the new content of each file, or None to remove it, in the order of writing.
        outcomes: the outcome for each file, changed or not.
    """

    siblings: Siblings = Siblings.REBUILD
    changes: dict[Path, bytes | None] = field(default_factory=dict)
    outcomes: dict[Path, Outcome] = field(default_factory=dict)

    def change(self, changes: Mapping[Path, bytes | None]) -> None:
        """Adds files to write or remove."""
        for path, data in changes.items():
            self._add(path, data, Action.REMOVED if data is None else Action.WRITTEN)

    def edit(self, index: Path, before: bytes, after: bytes, outcome: Outcome) -> None:
        """Adds a document and its siblings; files that need no change are not written.

        Raises:
            FileError: a sibling cannot be rebuilt.
        """
        self.outcomes[index] = outcome
        if after != before:
            self._add(index, after, outcome.action)
        for sibling in siblings_of(index):
            path = sibling.path
            if self.siblings is Siblings.REMOVE:
                self._add(path, None, Action.REMOVED)
            elif not sibling.holds(after):
                notes = () if sibling.holds(before) else (Note.WAS_STALE,)
                self._add(path, sibling.rebuilt(after), Action.REBUILT, notes)
            else:
                self.outcomes[path] = Outcome(Action.UNCHANGED)

    def _add(
        self, path: Path, data: bytes | None, action: Action, notes: tuple[Note, ...] = ()
    ) -> None:
        # A rename breaks hard links, which may surprise whoever made them.
        if data is not None and path.exists() and path.stat().st_nlink > 1:
            notes = (*notes, Note.HARD_LINK_BROKEN)
        self.changes[path], self.outcomes[path] = data, Outcome(action, notes)
