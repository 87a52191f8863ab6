"""Patch 15: a callback names a conversation of its sandbox's owner, or none.

OpenHands compares the owners of sandbox and conversation, but from 1.3 on it knows neither, so a
sandbox can name any conversation. The info service of patch 27 returns the owner, and does not find
other users' conversations. Needed on every version. Verified with the function that OpenHands'
webhooks call.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from openhands_multiuser.patches.conversations import save_conversation
from openhands_multiuser.patches.patch import Patch, require
from openhands_multiuser.rehearsal import ALICE, BOB
from openhands_multiuser.rehearsal.services import migrated_database, service_of
from openhands_multiuser.start.server import Server


class EventOwner(Patch):
    """The owner of a callback's conversation."""

    number = 15
    name = "owner of a callback's conversation"
    critical = True

    def apply(self, server: Server) -> None:
        """Do nothing: the service of patch 27 tells the owner."""

    async def verify(self, server: Server) -> None:
        """Name one user's conversation from that user's sandbox, and from another's."""
        with migrated_database(server):
            conversation = await save_conversation(server, ALICE)
            own = await _named_by(server, ALICE, conversation.id)
            require(own.title == conversation.title, "a sandbox cannot name its own conversation")
            other = await _named_by(server, BOB, conversation.id)
            require(other.title is None, "a sandbox names another user's conversation")


async def _named_by(server: Server, user_id: str, conversation_id: Any) -> Any:
    from openhands.app_server.event_callback.webhook_router import valid_conversation

    sandbox = SimpleNamespace(id="rehearsal", created_by_user_id=user_id)
    async with service_of(server, user_id, "app_conversation_info") as service:
        return await valid_conversation(conversation_id, sandbox, service)
