"""The configuration class that `OPENHANDS_CONFIG_CLS` names."""

from __future__ import annotations

from typing import Any

from openhands_multiuser import versions

_ServerConfig: Any = versions.SERVER_CONFIG.find()

CONFIG_CLASS = "openhands_multiuser.server_config.MultiuserServerConfig"


class MultiuserServerConfig(_ServerConfig):
    """OpenHands' server, with this package's user auth and stores."""

    user_auth_class: str = "openhands_multiuser.user_auth.CognitoUserAuth"
    settings_store_class: str = "openhands_multiuser.settings.stores.UserSettingsStore"
    secret_store_class: str = "openhands_multiuser.settings.stores.UserSecretsStore"  # noqa: S105
    if versions.has_conversation_files():
        conversation_store_class: str = (
            "openhands_multiuser.settings.conversation_files.CognitoFileConversationStore"
        )

    def verify_config(self) -> None:
        """Accept that a class is named: the base class takes any for a mistake."""
