# ruff: noqa: INP001 - OpenHands imports this module by its bare name
"""OpenHands' user authentication, with the user from the identity source.

Set `user_auth_class` of OpenHands' server configuration to `cognito_user_auth.CognitoUserAuth`.
Despite its name, it serves every identity source, not only Amazon Cognito.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import HTTPException, Request
from openhands_multiuser.identity import (
    Identity,
    IdentityError,
    identify,
    process_source,
    refusal_headers,
)

try:
    from openhands.app_server.user_auth.default_user_auth import DefaultUserAuth
except ModuleNotFoundError:  # OpenHands up to 1.6
    from openhands.server.user_auth.default_user_auth import DefaultUserAuth

if TYPE_CHECKING:
    from openhands.app_server.user_auth.user_auth import UserAuth


@dataclass(kw_only=True)
class CognitoUserAuth(DefaultUserAuth):
    """The user of one request. OpenHands keeps the instance for the whole request.

    Settings and secrets are loaded from the stores that OpenHands' server configuration names, by
    this user's id, which is never None.

    Attributes:
        identity: the user. Required, so that an instance without a user cannot exist.
    """

    identity: Identity = field()

    async def get_user_id(self) -> str:
        """Returns the id of the user."""
        return self.identity.user_id

    async def get_user_email(self) -> str | None:
        """Returns the email address of the user, if the identity source knows it."""
        return self.identity.email

    @classmethod
    async def get_instance(cls, request: Request) -> UserAuth:
        """Returns the user who sent a request.

        Raises:
            HTTPException: 401 where nobody proves to have sent it; 503 where that is unknown.
        """
        try:
            identity = await identify(process_source(), request.scope)
        except IdentityError as error:
            raise HTTPException(
                error.status, error.sentence, headers=refusal_headers(error)
            ) from error
        return cls(identity=identity)

    @classmethod
    async def get_for_user(cls, user_id: str) -> UserAuth:
        """Returns the user with an id that the server itself stored.

        Raises:
            IdentityError: the id is not a user id; there is no default user.
        """
        return cls(identity=Identity(user_id))
