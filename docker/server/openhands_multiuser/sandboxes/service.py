"""OpenHands' Docker sandbox service, for the current user alone."""

from __future__ import annotations

import dataclasses
from typing import Any

from openhands.app_server.sandbox.docker_sandbox_service import DockerSandboxService

from openhands_multiuser import current
from openhands_multiuser.injection import rebuilt
from openhands_multiuser.sandboxes import labels
from openhands_multiuser.sandboxes.docker_client import OwnedDockerClient


@dataclasses.dataclass
class OwnedDockerSandboxService(DockerSandboxService):
    """Sandboxes with an owner."""

    async def _container_to_sandbox_info(self, container: Any) -> Any:
        info = await super()._container_to_sandbox_info(container)
        if info is not None:
            info.created_by_user_id = container.labels.get(labels.USER)
        return info

    if hasattr(DockerSandboxService, "get_sandbox_record_by_session_api_key"):  # from 1.8

        async def get_sandbox_record_by_session_api_key(self, session_api_key: str) -> Any:
            """Return a sandbox's id and owner."""
            record = await super().get_sandbox_record_by_session_api_key(session_api_key)
            if record is not None:
                record.created_by_user_id = current.require_user_id()
            return record

    @classmethod
    def of(cls, stock: Any) -> Any:
        """Return the owned service in place of the stock one, its Docker client wrapped."""
        return rebuilt(stock, cls, docker_client=OwnedDockerClient(stock.docker_client))
