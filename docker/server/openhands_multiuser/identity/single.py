"""One fixed user, for one person at home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from openhands_multiuser.identity.gateway import GatewayProof
from openhands_multiuser.identity.model import Identity, MultiMap


@dataclass(frozen=True)
class SingleSource:
    """Everyone is the same user.

    Attributes:
        identity: the user.
        proof: if set, a request must come through the gateway. Without it, an app in a sandbox
            that reaches this server's port is the user, too.
    """

    identity: Identity
    proof: GatewayProof | None = None
    many_users: ClassVar[bool] = False

    async def identify(self, headers: MultiMap, cookies: MultiMap) -> Identity:  # noqa: ARG002
        """See `IdentitySource.identify`."""
        if self.proof is not None:
            self.proof.check(headers)
        return self.identity
