"""OpenHands' file stores, with a folder for each user."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import Any

from openhands_multiuser import versions
from openhands_multiuser.refusals import NotSignedIn
from openhands_multiuser.settings.keyless import KeylessFiles
from openhands_multiuser.settings.operator import Operator
from openhands_multiuser.user_ids import is_user_id

_FileSettingsStore: Any = versions.SETTINGS_STORE.find()
_FileSecretsStore: Any = versions.SECRETS_STORE.find()


@cache
def operator() -> Operator:
    """Return what the operator offers: read once, at the first use."""
    return Operator.from_environment(os.environ)


def owned_path(user_id: object, file: str) -> str:
    """Return the path of a user's file in OpenHands' file store.

    Raises:
        NotSignedIn: There is no user: a shared file is nobody's.
    """
    if not is_user_id(user_id):
        raise NotSignedIn
    return f"users/{user_id}/{file}"


@dataclass
class UserSettingsStore(_FileSettingsStore):
    """Settings of one user."""

    async def load(self, *args: Any, **options: Any) -> Any:
        """Return the user's settings with the operator's key lent, or the operator's settings."""
        settings = await super().load(*args, **options)
        if settings is None:
            return operator().settings()
        return operator().lend_key(settings)

    async def store(self, settings: Any) -> None:
        """Write the user's settings, without the operator's key."""
        files = KeylessFiles(self.file_store, operator().llm.api_key)
        await _FileSettingsStore(files, self.path).store(settings)

    @classmethod
    async def get_instance(cls, *arguments: Any) -> Any:
        """Open the store of the user who comes last (before 1.8, a config comes first)."""
        stock = await super().get_instance(*arguments)
        return cls(stock.file_store, owned_path(arguments[-1], "settings.json"))


@dataclass
class UserSecretsStore(_FileSecretsStore):
    """Secrets of one user."""

    @classmethod
    async def get_instance(cls, *arguments: Any) -> Any:
        """Open the store of the user who comes last (before 1.8, a config comes first)."""
        stock = await super().get_instance(*arguments)
        return cls(stock.file_store, owned_path(arguments[-1], "secrets.json"))
