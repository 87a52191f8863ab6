"""The store for `conversation_store_class`: OpenHands up to 1.6, where conversations were files.

From 1.7 on conversations are rows of the database, and this module cannot be imported.
"""

from openhands_multiuser.settings.conversation_files import CognitoFileConversationStore

__all__ = ["CognitoFileConversationStore"]
