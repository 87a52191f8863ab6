"""Patch 7: sandboxes on the host's network, where the operator asks for it.

OpenHands has the option from 1.3 on, under two names; this patch sets it whatever the name. It is
refused with more than one user: such a sandbox has no address of its own for the gateway to find,
and reaches what listens on the host's loopback. Off unless `OPENHANDS_HOST_NETWORK` is `true`.
Verified by starting a sandbox.
"""

from __future__ import annotations

from openhands_multiuser import versions
from openhands_multiuser.patches.patch import DoesNotHoldError, Patch, Skipped, State, require
from openhands_multiuser.rehearsal import ALICE
from openhands_multiuser.rehearsal.docker import rehearsed_docker
from openhands_multiuser.rehearsal.services import service_of
from openhands_multiuser.start.server import Server

_VARIABLE = "OPENHANDS_HOST_NETWORK"


class HostNetwork(Patch):
    """The host's network for sandboxes."""

    number = 7
    name = "host network"
    critical = False

    def skipped(self, server: Server) -> Skipped | None:
        """Tell that the operator has not asked for it, by either name."""
        if server.environment.get(_VARIABLE) == "true" or _is_on(server):
            return None
        return Skipped(State.OFF, f"{_VARIABLE}=true turns it on")

    def apply(self, server: Server) -> None:
        """Set the version's own option, or unset it where it is refused.

        Raises:
            DoesNotHoldError: The version has no such option, or there is more than one user.
        """
        if versions.installed() < versions.FIRST_WITH_HOST_NETWORK:
            message = "OpenHands >= 1.3 is needed"
            raise DoesNotHoldError(message)
        stock = server.replaced["sandbox"].stock
        stock.use_host_network = not server.source.many_users
        require(
            stock.use_host_network, "refused: it is for a single user (OPENHANDS_IDENTITY=single)"
        )

    async def verify(self, server: Server) -> None:
        """Look at the network of a sandbox that is started."""
        with rehearsed_docker(server.config) as docker:
            async with service_of(server, ALICE, "sandbox") as service:
                await service.start_sandbox()
            network = docker.started[-1].attrs["HostConfig"]["NetworkMode"]
        require(network == "host", f"a sandbox is on the network {network}")


def _is_on(server: Server) -> bool:
    owned = server.replaced.get("sandbox")
    return bool(owned and getattr(owned.stock, "use_host_network", False))
