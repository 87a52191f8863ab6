"""Patch 27: conversations, start tasks, pending messages and events for each user.

From 1.3 on, a stock server searches, counts, saves and deletes conversations of everybody;
pending messages have no owner on any version. SQLAlchemy's sessions get the owner's condition,
and event folders the owner's name. Needed on every version. Verified on a database that the
installed version's own migrations have made, through its own services.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from openhands_multiuser.patches.patch import Patch, refused, require
from openhands_multiuser.patches.user_label import require_in_routes
from openhands_multiuser.refusals import NotYours
from openhands_multiuser.rehearsal import ALICE, BOB
from openhands_multiuser.rehearsal.services import migrated_database, service_of
from openhands_multiuser.scope.tables import RULES
from openhands_multiuser.start.server import Server


class Conversations(Patch):
    """Conversations for each user."""

    number = 27
    name = "conversations for each user"
    critical = True

    def apply(self, server: Server) -> None:
        """Scope the database's sessions, and exchange the services that tell owners."""
        from openhands.app_server.utils.sql_utils import Base

        from openhands_multiuser.scope.conversations import OwnedConversationInfoService, map_owner
        from openhands_multiuser.scope.events import own_events
        from openhands_multiuser.scope.sessions import ScopedSessions

        map_owner()
        ScopedSessions(Base).install()
        server.replace("app_conversation_info", OwnedConversationInfoService.of)
        server.replace("event", own_events)

    async def verify(self, server: Server) -> None:
        """Save a conversation as one user, and look for it as another."""
        require_in_routes(server, "app_conversation_info")
        require_in_routes(server, "event")
        _require_known_tables()
        with migrated_database(server):
            conversation = await save_conversation(server, ALICE)
            async with service_of(server, BOB, "app_conversation_info") as bob:
                await _require_hidden(bob, conversation.id)
            with refused("another user overwrites it", NotYours):
                async with service_of(server, BOB, "app_conversation_info") as bob:
                    await bob.save_app_conversation_info(conversation)
            async with service_of(server, ALICE, "app_conversation_info") as alice:
                kept = await alice.get_app_conversation_info(conversation.id)
                require(kept is not None, "the owner cannot find a conversation")
            await _verify_start_tasks(server)
            await _verify_pending_messages(server, str(conversation.id))
            await _verify_events(server, conversation.id)


async def save_conversation(server: Server, user_id: str) -> Any:
    """Save a conversation as a user, and return it."""
    from openhands.app_server.app_conversation.app_conversation_models import AppConversationInfo

    info = AppConversationInfo(
        id=uuid4(), title="rehearsal", sandbox_id="rehearsal", created_by_user_id=user_id
    )
    async with service_of(server, user_id, "app_conversation_info") as service:
        return await service.save_app_conversation_info(info)


def _require_known_tables() -> None:
    from openhands.app_server.utils.sql_utils import Base

    mapped = {each.local_table.name for each in Base.registry.mappers}
    unknown = sorted(mapped - RULES.keys())
    require(not unknown, f"this version has tables without an owner rule: {', '.join(unknown)}")


async def _require_hidden(bob: Any, conversation_id: Any) -> None:
    require(not (await bob.search_app_conversation_info()).items, "another user lists it")
    require(await bob.count_app_conversation_info() == 0, "another user counts it")
    require(await bob.get_app_conversation_info(conversation_id) is None, "another user opens it")
    batch = await bob.batch_get_app_conversation_info([conversation_id])
    require(batch == [None], "another user opens it in a batch")
    if hasattr(bob, "delete_app_conversation_info"):  # from 1.1
        deleted = await bob.delete_app_conversation_info(conversation_id)
        require(not deleted, "another user deletes it")


async def _verify_start_tasks(server: Server) -> None:
    from openhands.app_server.app_conversation.app_conversation_models import (
        AppConversationStartRequest,
        AppConversationStartTask,
    )

    request = AppConversationStartRequest(conversation_id=uuid4())
    task = AppConversationStartTask(created_by_user_id=ALICE, request=request)
    async with service_of(server, ALICE, "app_conversation_start_task") as alice:
        await alice.save_app_conversation_start_task(task)
    async with service_of(server, BOB, "app_conversation_start_task") as bob:
        found = await bob.get_app_conversation_start_task(task.id)
        require(found is None, "another user opens a start task")
        require(await bob.count_app_conversation_start_tasks() == 0, "another user counts tasks")


async def _verify_pending_messages(server: Server, conversation_id: str) -> None:
    if not hasattr(server.config, "pending_message"):  # up to 1.5
        return
    from openhands.agent_server.models import TextContent

    message = [TextContent(text="rehearsal")]
    async with service_of(server, ALICE, "pending_message") as alice:
        await alice.add_message(conversation_id, message)
        require(await alice.count_pending_messages(conversation_id) == 1, "a message is lost")
    async with service_of(server, BOB, "pending_message") as bob:
        counted = await bob.count_pending_messages(conversation_id)
        require(counted == 0, "another user counts messages")
        require(not await bob.get_pending_messages(conversation_id), "another user reads messages")
    with refused("another user sends a message", NotYours):
        async with service_of(server, BOB, "pending_message") as bob:
            await bob.add_message(conversation_id, message)


async def _verify_events(server: Server, conversation_id: Any) -> None:
    folders = []
    for user_id in (ALICE, BOB):
        async with service_of(server, user_id, "event") as events:
            if hasattr(events, "events_dir"):  # 1.0 and 1.1
                folders.append(events.events_dir)
            else:
                folders.append(await events.get_conversation_path(conversation_id))
            with refused("a sandbox's event leaves its folder", NotYours):
                await events.save_event(conversation_id, SimpleNamespace(id="../event"))
    require(folders[0] != folders[1], "users share a folder of events")
