"""OpenHands' user auth, answered from the identity that the layer has established."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openhands_multiuser import current, versions
from openhands_multiuser.identity import Identity
from openhands_multiuser.layer import callback_keys
from openhands_multiuser.refusals import NotSignedIn

_DefaultUserAuth: Any = versions.USER_AUTH.find()


@dataclass
class CognitoUserAuth(_DefaultUserAuth):
    """The signed-in user: never the default user, who sees everything.

    Args:
        signed_in: Who it is; without, every question is answered with 401.
    """

    signed_in: Identity | None = None

    async def get_user_id(self) -> str:
        """Return the user's id.

        Raises:
            NotSignedIn: There is none.
        """
        if self.signed_in is None:
            raise NotSignedIn
        return self.signed_in.user_id

    async def get_user_email(self) -> str | None:
        """Return the address, where the identity source tells it."""
        return self.signed_in.email if self.signed_in else None

    async def get_mcp_api_key(self) -> str:
        """Return the key with which the user's agents reach the server's `/mcp`."""
        return await callback_keys.issue(await self.get_user_id())

    @classmethod
    async def get_instance(cls, request: Any) -> Any:  # noqa: ARG003
        """Return the auth of the request's user.

        Raises:
            NotSignedIn: The layer let the request pass without a user.
        """
        signed_in = current.identity()
        if signed_in is None:
            raise NotSignedIn
        return cls(signed_in=signed_in)

    @classmethod
    async def get_for_user(cls, user_id: str) -> Any:
        """Return the auth of a sandbox's owner, for the sandbox's callbacks."""
        return cls(signed_in=Identity(user_id))
