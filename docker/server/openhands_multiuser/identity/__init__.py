"""Who sends a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import HTTPConnection

from openhands_multiuser.user_ids import is_user_id


@dataclass(frozen=True)
class Identity:
    """A signed-in user.

    Args:
        user_id: The id under which all of the user's data is kept.
        email: The address, where the source tells it.

    Raises:
        ValueError: The id cannot be a path segment and a label.
    """

    user_id: str
    email: str | None = None

    def __post_init__(self) -> None:
        if not is_user_id(self.user_id):
            message = "a user id is 1 to 128 of A-Z a-z 0-9 _ : @ . -"
            raise ValueError(message)


class IdentitySource(Protocol):
    """Tells who sends a request."""

    # Whether there can be more than one user.
    many_users: bool

    async def identify(self, request: HTTPConnection) -> Identity | None:
        """Return the user, or None for a request that proves none."""
