"""OpenHands' conversation services, for the current user alone."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncGenerator
from typing import Any
from uuid import uuid4

from openhands.app_server.app_conversation.live_status_app_conversation_service import (
    LiveStatusAppConversationService,
)
from openhands.app_server.app_conversation.sql_app_conversation_info_service import (
    SQLAppConversationInfoService,
    StoredConversationMetadata,
)
from sqlalchemy import String, select
from sqlalchemy.orm import mapped_column

from openhands_multiuser import versions
from openhands_multiuser.injection import rebuilt
from openhands_multiuser.refusals import Taken
from openhands_multiuser.scope.sessions import UNSCOPED


def map_owner() -> None:
    """Map the column `user_id`: the table has it on each version, the class up to 1.2 alone."""
    if not hasattr(StoredConversationMetadata, "user_id"):
        StoredConversationMetadata.user_id = mapped_column(String, nullable=True)


@dataclasses.dataclass
class OwnedConversationInfoService(SQLAppConversationInfoService):
    """Conversations whose owner is told: a webhook compares it with the sandbox's."""

    def _to_info(self, stored: Any, *args: Any, **options: Any) -> Any:
        info = super()._to_info(stored, *args, **options)
        info.created_by_user_id = stored.user_id
        return info

    @classmethod
    def of(cls, stock: Any) -> Any:
        """Return the owned service in place of the stock one."""
        return rebuilt(stock, cls)


@dataclasses.dataclass
class OwnedConversationService(LiveStatusAppConversationService):
    """Conversations whose id is known before their sandbox starts."""

    async def start_app_conversation(self, request: Any) -> AsyncGenerator[Any, None]:
        """Start a conversation, in a sandbox that carries its id.

        Raises:
            Taken: The request chose an id that some conversation has, whosever it is.
        """
        if request.conversation_id is None:
            request.conversation_id = uuid4()
        else:
            await self._require_free(request.conversation_id)
        self.sandbox_service.docker_client.containers.conversation = request.conversation_id.hex
        async for task in super().start_app_conversation(request):
            yield task

    async def _require_free(self, conversation_id: Any) -> None:
        column = StoredConversationMetadata.conversation_id
        found = await self.app_conversation_info_service.db_session.execute(
            select(column).where(column == str(conversation_id)),
            execution_options={UNSCOPED: True},
        )
        if found.first() is not None:
            message = f"Conversation {conversation_id} exists already"
            raise Taken(message)

    async def _get_sandbox_grouping_strategy(self) -> Any:
        """Keep grouping off: the gateway finds a sandbox by one conversation's label."""
        return versions.GROUPING.find().NO_GROUPING

    @classmethod
    def of(cls, stock: Any) -> Any:
        """Return the owned service in place of the stock one."""
        return rebuilt(stock, cls)
