"""The ASGI application around OpenHands' own: it establishes who asks, or refuses."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import HTTPConnection

from openhands_multiuser import current
from openhands_multiuser.identity import Identity, IdentitySource
from openhands_multiuser.layer import callback_keys
from openhands_multiuser.layer.access import Access, IsRoute, needed
from openhands_multiuser.layer.answers import App, Receive, Scope, Send, refuse
from openhands_multiuser.sandboxes.owners import SandboxOwners

_SESSION_KEY_HEADER = "x-session-api-key"


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
        asks_nobody = access in {Access.PUBLIC, Access.ACCESS_TOKEN}
        who = None if asks_nobody else await self._who(access, HTTPConnection(scope))
        if who is None and not asks_nobody:
            await refuse(scope, send, 401, "ERR_IDENTITY", f"This needs {access.value}.")
        elif access is Access.CLOSED:
            await refuse(scope, send, 403, "ERR_V0", "V0 conversations are closed on this server.")
        elif _asks_for_keys(scope):
            await refuse(scope, send, 403, "ERR_SECRETS", "Keys are not sent to the page.")
        else:
            with current.acting_as(who):
                await self._app(scope, receive, send)

    async def _who(self, access: Access, request: HTTPConnection) -> Identity | None:
        if access in {Access.SESSION_KEY, Access.MCP_KEY}:
            keys = request.headers.getlist(_SESSION_KEY_HEADER)
            if len(keys) == 1 and keys[0]:
                if access is Access.SESSION_KEY:
                    return await self._owners.of_session_key(keys[0])
                return await callback_keys.owner(keys[0])
            if access is Access.SESSION_KEY:
                return None
        return await self._source.identify(request)


def _asks_for_keys(scope: Scope) -> bool:
    """Tell whether a page asks for unmasked settings (OpenHands 1.6 and newer)."""
    return scope["path"].rstrip("/") == "/api/v1/users/me" and "expose_secrets" in parse_qs(
        scope["query_string"].decode("latin-1"), keep_blank_values=True
    )
