"""Whether verified claims are for this application, and whom they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openhands_multiuser.identity.errors import IdentityError, IdentityProblem
from openhands_multiuser.identity.model import Identity

MAX_EMAIL = 254


@dataclass(frozen=True)
class ClaimPolicy:
    """What claims must say.

    Attributes:
        issuer: exact value of `iss`.
        audiences: one of them must be in `aud`; for a Cognito access token, be `client_id`.
        token_uses: for Cognito: allowed values of `token_use`. Empty for other issuers, whose
            tokens have no such claim.
        user_id_claim: the claim that holds the user id. It must be one that users cannot edit.
        leeway: how far the issuer's clock may be off, in seconds.
    """

    issuer: str
    audiences: frozenset[str]
    token_uses: frozenset[str] = frozenset()
    user_id_claim: str = "sub"
    leeway: int = 60

    def identity(self, claims: Mapping[str, Any]) -> Identity:
        """Returns the user whom the claims name.

        Raises:
            IdentityError: the claims are not for this application, or name nobody.
        """
        if claims.get("iss") != self.issuer:
            raise IdentityError(IdentityProblem.WRONG_ISSUER)
        # A logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4) has the same issuer,
        # audience and keys.
        if "events" in claims or not self._is_allowed_use(claims):
            raise IdentityError(IdentityProblem.WRONG_TOKEN_USE)
        if self.audiences.isdisjoint(self._audiences(claims)):
            raise IdentityError(IdentityProblem.WRONG_AUDIENCE)
        user_id = claims.get(self.user_id_claim)
        if not isinstance(user_id, str) or not self._is_owned(claims):
            raise IdentityError(IdentityProblem.INVALID_USER_ID)
        return Identity(user_id, _email(claims))

    def _is_allowed_use(self, claims: Mapping[str, Any]) -> bool:
        use = claims.get("token_use")
        return not self.token_uses or (isinstance(use, str) and use in self.token_uses)

    def _audiences(self, claims: Mapping[str, Any]) -> set[str]:
        value = claims.get("aud")
        if self.token_uses and claims["token_use"] == "access":  # noqa: S105
            # With `aud`, the token is bound to another resource server.
            value = claims.get("client_id") if value is None else None
        values = value if isinstance(value, list) else [value]
        return {each for each in values if isinstance(each, str)}

    def _is_owned(self, claims: Mapping[str, Any]) -> bool:
        return self.user_id_claim != "email" or claims.get("email_verified") is True


def _email(claims: Mapping[str, Any]) -> str | None:
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is False:
        return None
    plausible = email.isprintable() and len(email) <= MAX_EMAIL and "@" in email
    return email if plausible else None
