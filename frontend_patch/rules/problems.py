"""Collects the errors of a rule table."""

from __future__ import annotations

from collections.abc import Iterable

from frontend_patch.errors import TableProblem


class Problems:
    """The errors found so far.

    Attributes:
        found: the errors, in the order in which they were found.
    """

    def __init__(self) -> None:
        self.found: list[TableProblem] = []

    def add(self, where: str, message: str, rule: str | None = None) -> None:
        """Adds an error about the value at the JSON path ``where``."""
        self.found.append(TableProblem(where, message, rule))

    def expect(
        self, where: str, name: str, known: Iterable[str], kind: str, rule: str | None = None
    ) -> bool:
        """Adds an error unless ``name`` is one of ``known``; returns whether it is."""
        names = sorted(known)
        if name not in names:
            self.add(where, f"unknown {kind} {name!r}; known: {', '.join(names)}", rule)
        return name in names
