"""What a patch is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from openhands_multiuser.start.server import Server


class State(StrEnum):
    """How a patch came out."""

    APPLIED = "applied"
    NOT_NEEDED = "not needed"
    OFF = "off"
    FAILED = "failed"


@dataclass(frozen=True)
class Skipped:
    """A patch is not applied.

    Args:
        state: `NOT_NEEDED` or `OFF`.
        why: Since which version, or what turns it on.
    """

    state: State
    why: str


class DoesNotHoldError(Exception):
    """A patch does not work on the installed version."""


class Patch(ABC):
    """A change to a running OpenHands, and the proof that it holds.

    Attributes:
        number: What operators know it by.
        name: What it does, in a few words.
        critical: Whether the server must not start without it.
    """

    number: int
    name: str
    critical: bool

    def skipped(self, server: Server) -> Skipped | None:  # noqa: ARG002
        """Tell why the patch is not applied here; None if it is."""
        return None

    @abstractmethod
    def apply(self, server: Server) -> None:
        """Change OpenHands, before its routes are imported."""

    @abstractmethod
    async def verify(self, server: Server) -> None:
        """Try, after the routes are imported, that the change has the effect.

        Raises:
            DoesNotHoldError: It has not.
        """


def require(condition: object, failure: str) -> None:
    """Raise `DoesNotHoldError` with this sentence unless the condition holds."""
    if not condition:
        raise DoesNotHoldError(failure)


@contextmanager
def refused(failure: str, *kinds: type[Exception]) -> Iterator[None]:
    """Expect the block to raise one of these; otherwise raise `DoesNotHoldError`."""
    try:
        yield
    except kinds:
        return
    raise DoesNotHoldError(failure)
