"""V0 conversations were files (OpenHands up to 1.6): a folder for each user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openhands_multiuser import versions
from openhands_multiuser.settings.stores import owned_path

_FileConversationStore: Any = versions.CONVERSATION_STORE.find()


@dataclass
class CognitoFileConversationStore(_FileConversationStore):
    """The V0 conversations of one user, where OpenHands keeps a user's other V0 files.

    Args:
        user_id: Whose conversations these are.
    """

    user_id: str = ""

    def get_conversation_metadata_dir(self) -> str:
        """Return the folder of the user's conversations."""
        return owned_path(self.user_id, "conversations")

    def get_conversation_metadata_filename(self, conversation_id: str) -> str:
        """Return the path of a conversation's metadata.

        Raises:
            FileNotFoundError: The id is no plain file name.
        """
        if "/" in conversation_id or conversation_id.strip(".") == "":
            raise FileNotFoundError(conversation_id)
        return owned_path(self.user_id, f"conversations/{conversation_id}/metadata.json")

    @classmethod
    async def get_instance(cls, *arguments: Any) -> Any:
        """Open the store of the user who comes last."""
        stock = await super().get_instance(*arguments)
        return cls(stock.file_store, arguments[-1])
