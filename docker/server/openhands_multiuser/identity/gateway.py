"""The gateway's header names the user, and the gateway's own proof comes with it."""

from __future__ import annotations

import hmac

from starlette.requests import HTTPConnection

from openhands_multiuser.identity import Identity
from openhands_multiuser.user_ids import is_user_id

USER_HEADER = "x-cognito-user-id"
PROOF_HEADER = "x-gateway-proof"
_SHORTEST_SECRET = 32


class GatewayHeader:
    """Believes `X-Cognito-User-Id` from whoever knows the gateway's secret.

    Args:
        secret: What the gateway sends in `X-Gateway-Proof`; at least 32 characters.

    Raises:
        ValueError: The secret is too short to be one.
    """

    many_users = True

    def __init__(self, secret: str) -> None:
        if len(secret) < _SHORTEST_SECRET:
            message = "GATEWAY_OPENHANDS_SECRET needs at least 32 characters: openssl rand -hex 32"
            raise ValueError(message)
        self._secret = secret.encode()

    async def identify(self, request: HTTPConnection) -> Identity | None:
        """Return the header's user; None without the proof, or where a header repeats."""
        proofs = request.headers.getlist(PROOF_HEADER)
        users = request.headers.getlist(USER_HEADER)
        if len(proofs) != 1 or not hmac.compare_digest(proofs[0].encode(), self._secret):
            return None
        if len(users) != 1 or not is_user_id(users[0]):
            return None
        return Identity(users[0])
