"""A stand-in for oauth2-proxy, as the edge of docs/how-to/team.md asks it."""

from __future__ import annotations

from aiohttp import web

#: A session in which oauth2-proxy finds no user.
NOBODY = "nobody"


async def _authenticate(request: web.Request) -> web.Response:
    """What oauth2-proxy answers at /oauth2/auth: the user of the session, or 401."""
    if request.path == "/oauth2/auth":
        user = request.cookies.get("_oauth2_proxy")
        if user is None:
            return web.Response(status=401)
        named = {} if user == NOBODY else {"X-Auth-Request-User": user}
        return web.Response(status=202, headers=named)
    return web.Response(text=f"sign in: {request.path}")


def oauth2_proxy() -> web.Application:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", _authenticate)
    return application
