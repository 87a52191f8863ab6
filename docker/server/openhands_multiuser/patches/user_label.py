"""Patch 16: the label `user_id` on each sandbox, and look-ups that see the user's own alone.

A stock server labels no owner, and lists every container with its session key to everybody. Its
sandbox service gets a Docker client that labels what it starts, whatever starts it. Needed on every
version. Verified by starting a sandbox as one user, and looking for it as another.
"""

from __future__ import annotations

from typing import Any

from openhands_multiuser.patches.patch import Patch, require
from openhands_multiuser.rehearsal import ALICE, BOB
from openhands_multiuser.rehearsal.docker import rehearsed_docker
from openhands_multiuser.rehearsal.services import service_of
from openhands_multiuser.start.server import Server


class UserLabel(Patch):
    """The label `user_id`."""

    number = 16
    name = "user_id label"
    critical = True

    def apply(self, server: Server) -> None:
        """Exchange the sandbox service."""
        kind = type(server.config.sandbox).__name__
        require(
            kind == "DockerSandboxServiceInjector",
            f"sandboxes come from {kind}: only Docker's have labels (unset RUNTIME)",
        )
        from openhands_multiuser.sandboxes.service import OwnedDockerSandboxService

        server.replace("sandbox", OwnedDockerSandboxService.of)

    async def verify(self, server: Server) -> None:
        """Start a sandbox as one user, and look for it as another."""
        require_in_routes(server, "sandbox")
        with rehearsed_docker(server.config) as docker:
            async with service_of(server, ALICE, "sandbox") as alice:
                sandbox = await alice.start_sandbox()
                found = await alice.search_sandboxes()
            require(docker.started[-1].labels.get("user_id") == ALICE, "no label user_id")
            require([each.id for each in found.items] == [sandbox.id], "the owner cannot find it")
            key = docker.started[-1].session_key
            async with service_of(server, BOB, "sandbox") as bob:
                await _require_hidden(bob, sandbox.id, key)
            require(docker.started[-1].status == "running", "another user pauses it")


async def _require_hidden(bob: Any, sandbox_id: str, key: str) -> None:
    require(not (await bob.search_sandboxes()).items, "another user lists it")
    require(await bob.get_sandbox(sandbox_id) is None, "another user opens it")
    require(await bob.get_sandbox_by_session_api_key(key) is None, "another user has its key")
    require(not await bob.pause_sandbox(sandbox_id), "another user pauses it")
    require(not await bob.resume_sandbox(sandbox_id), "another user resumes it")
    require(not await bob.delete_sandbox(sandbox_id), "another user deletes it")


def require_in_routes(server: Server, name: str) -> None:
    """Require that no route has captured the stock injector.

    Raises:
        DoesNotHoldError: A route was imported before the injector was exchanged.
    """
    stock = server.replaced[name].stock
    for route in server.routes():
        for call in _calls(getattr(route, "dependant", None)):
            require(
                getattr(call, "__self__", None) is not stock, f"{route.path} uses the stock {name}"
            )


def _calls(dependant: Any) -> list[Any]:
    if dependant is None:
        return []
    return [dependant.call, *(c for each in dependant.dependencies for c in _calls(each))]
