"""Keys with which an agent reaches the server's `/mcp`, signed with OpenHands' own key.

They are distinct from OpenHands' access tokens, whose claim is `user_id`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt

from openhands_multiuser.identity import Identity
from openhands_multiuser.user_ids import is_user_id

_CLAIM = "mcp_user"
# A conversation that is resumed keeps its key.
_LIFETIME = timedelta(days=365)


async def issue(user_id: str) -> str:
    """Return a key for a user's agents."""
    key: str = (await _jwt_service()).create_jws_token({_CLAIM: user_id}, expires_in=_LIFETIME)
    return key


async def owner(key: str) -> Identity | None:
    """Return the user of a key; None if it is no key of ours or has expired."""
    try:
        claims = (await _jwt_service()).verify_jws_token(key)
    except (ValueError, jwt.InvalidTokenError):
        return None
    user_id = claims.get(_CLAIM)
    return Identity(user_id) if is_user_id(user_id) else None


async def _jwt_service() -> Any:
    from openhands.app_server.config import get_global_config, get_jwt_service
    from openhands.app_server.services.injector import InjectorState

    assert get_global_config().jwt is not None
    async with get_jwt_service(InjectorState()) as service:
        return service
