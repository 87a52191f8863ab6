"""Patch 10: the label `conversation_id` on each sandbox that is started for a conversation.

The gateway finds a sandbox by it. A stock server labels the sandbox spec alone. The Docker client
of patch 16 sets it, from the id that patch 11 has chosen. Needed on every version. Verified by
starting a conversation.
"""

from __future__ import annotations

from openhands_multiuser.patches.conversation_first import started_conversation
from openhands_multiuser.patches.patch import Patch, require
from openhands_multiuser.start.server import Server


class ConversationLabel(Patch):
    """The label `conversation_id`."""

    number = 10
    name = "conversation_id label"
    critical = True

    def apply(self, server: Server) -> None:
        """Do nothing: the client of patch 16 labels."""

    async def verify(self, server: Server) -> None:
        """Compare the label with the conversation's id."""
        task, container = await started_conversation(server)
        require(
            container.labels.get("conversation_id") == task.request.conversation_id.hex,
            "no label conversation_id",
        )
