"""What became of each patch, for a person and for a program."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openhands_multiuser.patches.patch import Patch, State


@dataclass(frozen=True)
class Outcome:
    """What became of a patch.

    Args:
        number: What operators know the patch by.
        name: What it does.
        critical: Whether the server must not start without it.
        state: `applied`, `not needed`, `off` or `failed`.
        why: Since which version, what turns it on, or what failed.
    """

    number: int
    name: str
    critical: bool
    state: str
    why: str = ""

    @classmethod
    def of(cls, patch: Patch, state: State, why: str = "") -> Outcome:
        """Return a patch's outcome."""
        return cls(patch.number, patch.name, patch.critical, state.value, why)

    @property
    def blocks(self) -> bool:
        """Whether the server must not start."""
        return self.critical and self.state == "failed"

    def line(self) -> str:
        """Return a line for the operator."""
        state = "FAILED" if self.state == "failed" else self.state
        if not self.why:
            return f"patch {self.number} {self.name}: {state}"
        if self.state == "failed":
            return f"patch {self.number} {self.name}: {state}: {self.why}"
        return f"patch {self.number} {self.name}: {state} ({self.why})"


@dataclass(frozen=True)
class Report:
    """What became of all patches.

    Args:
        openhands: The installed version.
        patches: In the order in which they were applied.
        sandbox_grouping: `off`, as the gateway finds a sandbox by one conversation's label.
    """

    openhands: str
    patches: list[Outcome]
    sandbox_grouping: str = "off"

    @classmethod
    def of(cls, patches: list[Outcome]) -> Report:
        """Return the report on the installed version."""
        return cls(version("openhands-ai"), patches)

    @property
    def blocking(self) -> list[Outcome]:
        """The patches without which the server must not start."""
        return [each for each in self.patches if each.blocks]

    def lines(self) -> list[str]:
        """Return the report for the operator."""
        head = f"OpenHands {self.openhands}"
        return [
            head,
            *(each.line() for each in self.patches),
            f"sandbox grouping: {self.sandbox_grouping}",
        ]

    def json(self) -> str:
        """Return the report for a program."""
        data: dict[str, Any] = asdict(self)
        return json.dumps({**data, "starts": not self.blocking}, indent=2)
