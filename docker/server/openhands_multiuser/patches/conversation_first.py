"""Patch 11: a conversation's id is known before its sandbox starts.

A stock server makes the id after the sandbox, unless the request chose one, which the UI does not.
The conversation service chooses it first, and refuses one that is taken. Needed on every version.
Verified by starting a conversation, and stopping as its sandbox has been started.
"""

from __future__ import annotations

from typing import Any

from openhands_multiuser.patches.conversations import save_conversation
from openhands_multiuser.patches.patch import Patch, refused, require
from openhands_multiuser.patches.user_label import require_in_routes
from openhands_multiuser.refusals import Taken
from openhands_multiuser.rehearsal import ALICE, BOB
from openhands_multiuser.rehearsal.docker import RehearsedContainer, rehearsed_docker
from openhands_multiuser.rehearsal.services import migrated_database, service_of
from openhands_multiuser.start.server import Server


class ConversationFirst(Patch):
    """The conversation's id before its sandbox."""

    number = 11
    name = "conversation before its sandbox"
    critical = True

    def apply(self, server: Server) -> None:
        """Exchange the conversation service."""
        from openhands_multiuser.scope.conversations import OwnedConversationService

        server.replace("app_conversation", OwnedConversationService.of)

    async def verify(self, server: Server) -> None:
        """Start conversations: without an id, and with somebody's."""
        require_in_routes(server, "app_conversation")
        task, _ = await started_conversation(server)
        require(task.request.conversation_id is not None, "the sandbox starts first")
        with migrated_database(server), rehearsed_docker(server.config):
            taken = (await save_conversation(server, ALICE)).id
            with refused("a request may choose another's conversation", Taken):
                await _start(server, BOB, conversation_id=taken)


async def started_conversation(server: Server) -> tuple[Any, RehearsedContainer]:
    """Start a conversation until it has a sandbox; return its start task and the container."""
    with migrated_database(server), rehearsed_docker(server.config) as docker:
        task = await _start(server, ALICE)
        require(docker.started, f"no sandbox is started: {task.detail}")
        return task, docker.started[-1]


async def _start(server: Server, user_id: str, **chosen: Any) -> Any:
    from openhands.app_server.app_conversation.app_conversation_models import (
        AppConversationStartRequest,
    )

    async with service_of(server, user_id, "app_conversation") as service:
        tasks = service.start_app_conversation(AppConversationStartRequest(**chosen))
        try:
            task = await anext(tasks)
            while task.sandbox_id is None and task.detail is None:
                task = await anext(tasks)
        finally:
            await tasks.aclose()
    return task
