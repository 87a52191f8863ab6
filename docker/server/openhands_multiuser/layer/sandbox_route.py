"""A route for the gateway: in which sandbox a conversation of the user runs.

A sub-conversation runs in its parent's sandbox, whose container has the parent's label only. The
route reads only the database. The gateway still compares the container's owner with the user.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from uuid import UUID

from openhands_multiuser.layer.answers import App, Receive, Scope, Send, answer, refuse

_PATH = re.compile(r"/api/multiuser/conversations/([0-9a-f]{32})/sandbox")

type FindSandbox = Callable[[UUID], Awaitable[str | None]]


class SandboxRoute:
    """Answers `GET /api/multiuser/conversations/{32 hex digits}/sandbox`, and passes on the rest.

    Args:
        app: The application that answers the rest.
        find: Returns the sandbox of a conversation of the current user, or None.
    """

    def __init__(self, app: App, find: FindSandbox) -> None:
        self._app = app
        self._find = find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve ASGI."""
        asked = scope["type"] == "http" and _PATH.fullmatch(scope["path"])
        if not asked:
            await self._app(scope, receive, send)
        elif sandbox_id := await self._find(UUID(asked[1])):
            await answer(send, 200, {"sandbox_id": sandbox_id})
        else:
            await refuse(scope, send, 404, "ERR_NOT_FOUND", "You have no such conversation.")


async def sandbox_in_database(conversation: UUID) -> str | None:
    """Return the sandbox of a conversation of the current user, from OpenHands' database."""
    from openhands.app_server.app_conversation.sql_app_conversation_info_service import (
        StoredConversationMetadata,
    )
    from openhands.app_server.config import get_db_session
    from openhands.app_server.services.injector import InjectorState
    from sqlalchemy import select

    column = StoredConversationMetadata.conversation_id
    statement = select(StoredConversationMetadata.sandbox_id).where(column == str(conversation))
    async with get_db_session(InjectorState()) as session:
        sandbox_id: str | None = (await session.execute(statement)).scalar()
    return sandbox_id
