"""What a person does in a conversation; each journey fails without the patch."""

from __future__ import annotations

from collections.abc import Callable

from tests.real.whole.journeys import conversations, interruptions, workspace
from tests.real.whole.network import Network
from tests.real.whole.person import Person

#: Receives the ID of a conversation whose agent has made an app.
Journey = Callable[[Person, str, Network], None]

JOURNEYS: tuple[Journey, ...] = (
    conversations.first_visit,
    conversations.reload,
    conversations.second_tab,
    conversations.back_and_forward,
    conversations.another_conversation,
    workspace.terminal,
    workspace.upload,
    workspace.download,
    workspace.code_tab,
    workspace.changes,
    interruptions.pause_and_resume,
    interruptions.sandbox_dies,
    conversations.delete,
    interruptions.network_cut,
)
