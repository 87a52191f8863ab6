"""The ASGI application around OpenHands' own: it establishes who asks, or refuses."""

from __future__ import annotations

from urllib.parse import parse_qs

from openhands_multiuser import current
from openhands_multiuser.identity import (
    Identity,
    IdentityError,
    IdentityProblem,
    IdentitySource,
    identify,
)
from openhands_multiuser.identity import refuse as refuse_identity
from openhands_multiuser.identity.asgi import read_headers
from openhands_multiuser.identity.model import only
from openhands_multiuser.layer import callback_keys
from openhands_multiuser.layer.access import Access, IsRoute, needed
from openhands_multiuser.layer.answers import App, Receive, Scope, Send, refuse
from openhands_multiuser.sandboxes.owners import SandboxOwners

_SESSION_KEY_HEADER = "x-session-api-key"
_ACCESS_TOKEN_HEADER = "x-access-token"  # noqa: S105


class Guard:
    """Lets a request through to OpenHands as its user, or as its sandbox's owner.

    Args:
        app: OpenHands' ASGI application.
        source: Tells who sends a request.
        owners: Tells whose sandbox has a session key.
        is_route: Tells whether OpenHands has a route, other than static files, for a scope.
        v0: Whether OpenHands still has V0 conversations.
    """

    def __init__(
        self,
        app: App,
        source: IdentitySource,
        owners: SandboxOwners,
        is_route: IsRoute,
        *,
        v0: bool,
    ) -> None:
        self._app = app
        self._source = source
        self._owners = owners
        self._is_route = is_route
        self._v0 = v0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve ASGI."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        access = needed(dict(scope), self._is_route, v0=self._v0)
        try:
            who = None if access is Access.PUBLIC else await self._who(access, scope)
        except IdentityError as error:
            await refuse_identity(error, scope, send)
            return
        if access is Access.CLOSED:
            await refuse(scope, send, 403, "ERR_V0", "V0 conversations are closed on this server.")
        elif _asks_for_keys(scope):
            await refuse(scope, send, 403, "ERR_SECRETS", "Keys are not sent to the page.")
        else:
            with current.acting_as(who):
                await self._app(scope, receive, send)

    async def _who(self, access: Access, scope: Scope) -> Identity | None:
        """Return who asks; None where OpenHands itself finds out, by a token.

        Raises:
            IdentityError: Nobody, or nobody who proves it.
        """
        if access is Access.ACCESS_TOKEN and only(read_headers(scope), _ACCESS_TOKEN_HEADER):
            return None
        if access is Access.ACCESS_TOKEN:
            raise IdentityError(IdentityProblem.MISSING)
        if access in {Access.SESSION_KEY, Access.MCP_KEY}:
            key = only(read_headers(scope), _SESSION_KEY_HEADER)
            if access is Access.SESSION_KEY:
                return _known(await self._owners.of_session_key(key) if key else None)
            if key:
                return _known(await callback_keys.owner(key))
        return await identify(self._source, scope)


def _known(owner: Identity | None) -> Identity:
    if owner is None:
        raise IdentityError(IdentityProblem.MISSING)
    return owner


def _asks_for_keys(scope: Scope) -> bool:
    """Tell whether a page asks for unmasked settings (OpenHands 1.6 and newer)."""
    return scope["path"].rstrip("/") == "/api/v1/users/me" and "expose_secrets" in parse_qs(
        scope["query_string"].decode("latin-1"), keep_blank_values=True
    )
