"""Everything that differs between OpenHands versions.

Supported: 1.0 to 1.11. `tests/contract` reads each of these from the wheels.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

type Version = tuple[int, int]


def installed() -> Version:
    """Major and minor number of the installed OpenHands."""
    major, minor, *_ = version("openhands-ai").split(".")
    return int(major), int(minor)


@dataclass(frozen=True)
class Moved:
    """A name that has had several modules; the newest is first."""

    name: str
    modules: tuple[str, ...]

    def find(self) -> Any:
        """Return the object from the first module that the installed version has.

        Raises:
            ImportError: No module of the list is installed.
        """
        for module in self.modules:
            try:
                found = importlib.import_module(module)
            except ModuleNotFoundError as error:
                if error.name is None or not module.startswith(error.name):
                    raise
            else:
                return getattr(found, self.name)
        message = f"OpenHands has no {self.name} in {', '.join(self.modules)}"
        raise ImportError(message)


# 1.7 moved user auth and the stores from `server` and `storage` to `app_server`.
USER_AUTH = Moved(
    "DefaultUserAuth",
    (
        "openhands.app_server.user_auth.default_user_auth",
        "openhands.server.user_auth.default_user_auth",
    ),
)
SETTINGS_STORE = Moved(
    "FileSettingsStore",
    (
        "openhands.app_server.settings.file_settings_store",
        "openhands.storage.settings.file_settings_store",
    ),
)
SECRETS_STORE = Moved(
    "FileSecretsStore",
    (
        "openhands.app_server.secrets.file_secrets_store",
        "openhands.storage.secrets.file_secrets_store",
    ),
)
SETTINGS = Moved(
    "Settings",
    (
        "openhands.app_server.settings.settings_models",
        "openhands.storage.data_models.settings",
    ),
)
GROUPING = Moved(
    "SandboxGroupingStrategy",
    (
        "openhands.app_server.settings.settings_models",
        "openhands.storage.data_models.settings",
    ),
)
# Up to 1.6: from 1.7 on, conversations are rows of the database alone.
CONVERSATION_STORE = Moved(
    "FileConversationStore",
    ("openhands.storage.conversation.file_conversation_store",),
)
SERVER_CONFIG = Moved("ServerConfig", ("openhands.server.config.server_config",))

# What the server's command names, and what takes its place.
SERVER_APPS = ("openhands.server.listen:app", "openhands.app_server.app:app")

LAST_WITH_CONVERSATION_FILES: Version = (1, 6)
FIRST_WITH_HOST_NETWORK: Version = (1, 3)
FIRST_WITH_GROUPING: Version = (1, 6)
FIRST_WITH_SANDBOX_ID: Version = (1, 2)

# Up to 1.6, V0 conversations ran in containers that no hook can label. What starts one or talks to
# one is closed; reading and deleting old ones, settings and secrets stay open.
V0_CLOSED = (
    r"/socket\.io(/.*)?",
    r"/api/conversations/[^/]+/.+",
)
V0_CLOSED_POST = (r"/api/conversations/?",)


def has_conversation_files() -> bool:
    """Tell whether the installed version still knows V0 conversations."""
    return installed() <= LAST_WITH_CONVERSATION_FILES


# Up to 1.3 the server derives no base URL from a model.
PROVIDER_BASE_URL = Moved(
    "get_provider_api_base",
    ("openhands.app_server.utils.llm", "openhands.utils.llm"),
)
FIRST_WITH_PROVIDER_BASE_URL: Version = (1, 4)
