"""One person at home: every request is theirs."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from openhands_multiuser.identity import Identity


class SingleUser:
    """Takes every request for the same user's.

    Args:
        user_id: The id that sandboxes are labelled with.
    """

    many_users = False

    def __init__(self, user_id: str) -> None:
        self._identity = Identity(user_id)

    async def identify(self, request: HTTPConnection) -> Identity | None:  # noqa: ARG002
        """Return the one user."""
        return self._identity
