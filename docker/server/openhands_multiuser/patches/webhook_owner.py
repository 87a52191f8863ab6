"""Patch 14: a sandbox's callback acts for the sandbox's owner.

A stock server finds the sandbox by its session key, but no owner: it saves events without an
owner, and refuses secrets. The layer finds the owner by the label, and the sandbox service of
patch 16 returns it. Needed on every version. Verified with the session key of a sandbox.
"""

from __future__ import annotations

from openhands_multiuser.patches.patch import Patch, require
from openhands_multiuser.rehearsal import ALICE
from openhands_multiuser.rehearsal.docker import rehearsed_docker
from openhands_multiuser.rehearsal.services import service_of
from openhands_multiuser.sandboxes.owners import DockerSandboxOwners
from openhands_multiuser.start.server import Server


class WebhookOwner(Patch):
    """The owner of a callback."""

    number = 14
    name = "owner of a sandbox's callbacks"
    critical = True

    def apply(self, server: Server) -> None:
        """Do nothing: the layer and the service of patch 16 tell the owner."""

    async def verify(self, server: Server) -> None:
        """Ask for the owner of a session key, of the layer and of OpenHands."""
        with rehearsed_docker(server.config) as docker:
            async with service_of(server, ALICE, "sandbox") as service:
                await service.start_sandbox()
                key = docker.started[-1].session_key
                found = [await service.get_sandbox_by_session_api_key(key)]
                if hasattr(service, "get_sandbox_record_by_session_api_key"):  # from 1.8
                    found.append(await service.get_sandbox_record_by_session_api_key(key))
            owner = await DockerSandboxOwners(lambda: docker).of_session_key(key)
            stranger = await DockerSandboxOwners(lambda: docker).of_session_key("another key")
        require(owner is not None and owner.user_id == ALICE, "a session key has no owner")
        require(stranger is None, "any key has an owner")
        for each in found:
            told = None if each is None else each.created_by_user_id
            require(told == ALICE, f"OpenHands takes {told} for the owner of a sandbox")
