"""Which user a sandbox's session key belongs to: how callbacks prove whom they act for."""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Protocol

from anyio import to_thread

from openhands_multiuser.identity import Identity
from openhands_multiuser.sandboxes import labels
from openhands_multiuser.user_ids import is_user_id

_SESSION_KEY = "OH_SESSION_API_KEYS_0="
_REMEMBERED = 1024


class SandboxOwners(Protocol):
    """Where the owner of a session key is found: Docker's labels, or another orchestrator's."""

    async def of_session_key(self, key: str) -> Identity | None:
        """Return the owner of the running sandbox that has this session key, or None."""


class DockerSandboxOwners:
    """Reads owners from the labels of running containers.

    Args:
        client: Returns the `docker.DockerClient` that OpenHands uses.
    """

    def __init__(self, client: Callable[[], Any]) -> None:
        self._client = client
        # By the key's digest. A container's key and labels never change, and OpenHands itself
        # looks for the running container again: an owner that is remembered opens nothing.
        self._known: OrderedDict[bytes, Identity] = OrderedDict()

    async def of_session_key(self, key: str) -> Identity | None:
        """Return the owner of the running sandbox that has this session key, or None."""
        digest = hashlib.sha256(key.encode()).digest()
        if digest not in self._known:
            owner = await to_thread.run_sync(self._search, key)
            if owner is None:
                return None
            self._known[digest] = owner
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[digest]

    def _search(self, key: str) -> Identity | None:
        running = self._client().containers.list(
            filters={"label": labels.USER}, ignore_removed=True
        )
        for container in running:
            owner = container.labels.get(labels.USER)
            environment = container.attrs["Config"]["Env"] or []
            if is_user_id(owner) and any(_has_key(each, key) for each in environment):
                return Identity(owner)
        return None


def _has_key(variable: str, key: str) -> bool:
    return hmac.compare_digest(variable.encode(), (_SESSION_KEY + key).encode())
