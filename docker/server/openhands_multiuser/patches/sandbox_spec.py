"""Patch 2: the label of a sandbox decides its spec, even if the tags of its image have changed.

A stock server takes the image's first tag, and fails or skips the sandbox where the image has
none (as after a pull of a newer one). The containers that patch 16 hands out name the labelled
spec. Needed on every version. Verified with an image that has another tag.
"""

from __future__ import annotations

from openhands_multiuser.patches.patch import Patch, require
from openhands_multiuser.rehearsal import ALICE
from openhands_multiuser.rehearsal.docker import rehearsed_docker
from openhands_multiuser.rehearsal.services import service_of
from openhands_multiuser.sandboxes import labels
from openhands_multiuser.start.server import Server


class SandboxSpec(Patch):
    """The sandbox spec by its label."""

    number = 2
    name = "sandbox spec from its label"
    critical = False

    def apply(self, server: Server) -> None:
        """Do nothing: the containers of patch 16 name the spec."""

    async def verify(self, server: Server) -> None:
        """Compare a sandbox's spec with its label."""
        with rehearsed_docker(server.config) as docker:
            async with service_of(server, ALICE, "sandbox") as service:
                sandbox = await service.start_sandbox()
            spec = docker.started[-1].labels[labels.SPEC]
        require(sandbox.sandbox_spec_id == spec, f"{sandbox.sandbox_spec_id} in place of {spec}")
