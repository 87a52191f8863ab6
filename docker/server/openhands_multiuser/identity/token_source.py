"""The user whom a token of an OpenID Connect issuer names. Cognito is such an issuer."""

from __future__ import annotations

from openhands_multiuser.identity.claims import ClaimPolicy
from openhands_multiuser.identity.errors import IdentityError, IdentityProblem
from openhands_multiuser.identity.issuer import Issuer
from openhands_multiuser.identity.jwt_token import parse_header, verify
from openhands_multiuser.identity.key_cache import KeyCache
from openhands_multiuser.identity.model import Identity, MultiMap
from openhands_multiuser.identity.token_location import TokenLocation


class TokenSource:
    """Verifies tokens.

    Args:
        location: where a request carries its token.
        policy: what the token's claims must say.
        keys: the issuer's keys; by default, as its discovery document names them.
    """

    many_users = True

    def __init__(
        self, location: TokenLocation, policy: ClaimPolicy, keys: KeyCache | None = None
    ) -> None:
        self.location, self.policy = location, policy
        self._keys = keys or KeyCache(Issuer(policy.issuer).fetch_keys)

    async def identify(self, headers: MultiMap, cookies: MultiMap) -> Identity:
        """See `IdentitySource.identify`."""
        token = self.location.read(headers, cookies)
        if not token:
            raise IdentityError(IdentityProblem.MISSING)
        header = parse_header(token)
        key = await self._keys.find(header.key_id, header.algorithm)
        return self.policy.identity(verify(token, header.algorithm, key, self.policy.leeway))
