"""OpenHands' user auth, answered from the identity that the layer has established."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.exceptions import HTTPException

from openhands_multiuser import current, versions
from openhands_multiuser.identity import (
    Identity,
    IdentityError,
    identify,
    process_source,
    refusal_headers,
)
from openhands_multiuser.layer import callback_keys

_DefaultUserAuth: Any = versions.USER_AUTH.find()


@dataclass(kw_only=True)
class CognitoUserAuth(_DefaultUserAuth):
    """The user of one request. OpenHands keeps the instance for the whole request.

    Settings and secrets are loaded from the stores that OpenHands' server configuration names, by
    this user's id, which is never None.

    Attributes:
        identity: the user. Required, so that an instance without a user cannot exist.
    """

    identity: Identity = field()

    async def get_user_id(self) -> str:
        """Return the id of the user."""
        return self.identity.user_id

    async def get_user_email(self) -> str | None:
        """Return the email address of the user, if the identity source knows it."""
        return self.identity.email

    async def get_mcp_api_key(self) -> str:
        """Return the key with which the user's agents reach the server's `/mcp`."""
        return await callback_keys.issue(self.identity.user_id)

    @classmethod
    async def get_instance(cls, request: Any) -> Any:
        """Return the user for whom the layer lets the request pass, or who proves to have sent it.

        Raises:
            HTTPException: 401 where nobody proves to have sent it; 503 where that is unknown.
        """
        try:
            known = current.identity() or await identify(process_source(), request.scope)
        except IdentityError as error:
            raise HTTPException(
                error.status, error.sentence, headers=refusal_headers(error)
            ) from error
        return cls(identity=known)

    @classmethod
    async def get_for_user(cls, user_id: str) -> Any:
        """Return the user with an id that the server itself stored.

        Raises:
            IdentityError: The id is not a user id; there is no default user.
        """
        return cls(identity=Identity(user_id))
