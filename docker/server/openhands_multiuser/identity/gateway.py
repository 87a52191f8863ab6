"""The user whom the gateway names, with proof that the gateway sent the request."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import ClassVar

from openhands_multiuser.identity.errors import IdentityError, IdentityProblem
from openhands_multiuser.identity.model import Identity, MultiMap, only

USER_HEADER = "x-cognito-user-id"
PROOF_HEADER = "x-gateway-proof"


@dataclass(frozen=True)
class GatewayProof:
    """The secret that the gateway and this server share."""

    secret: str = field(repr=False)

    def check(self, headers: MultiMap) -> None:
        """Returns if a request came through the gateway.

        Raises:
            IdentityError: it did not.
        """
        proof = only(headers, PROOF_HEADER) or ""
        # As bytes: compare_digest refuses text that is not ASCII. surrogatepass: never fails.
        sent, expected = (text.encode("utf-8", "surrogatepass") for text in (proof, self.secret))
        if not self.secret or not hmac.compare_digest(sent, expected):
            raise IdentityError(IdentityProblem.UNPROVEN)


@dataclass(frozen=True)
class GatewaySource:
    """Believes the gateway's header, if the gateway's proof comes with it."""

    proof: GatewayProof
    many_users: ClassVar[bool] = True

    async def identify(self, headers: MultiMap, cookies: MultiMap) -> Identity:  # noqa: ARG002
        """See `IdentitySource.identify`."""
        user_id = only(headers, USER_HEADER)
        if not user_id:
            raise IdentityError(IdentityProblem.MISSING)
        self.proof.check(headers)
        return Identity(user_id)
