"""The patches, in the order in which they are applied. Each file tells what its patch does."""

from __future__ import annotations

from openhands_multiuser.patches.conversation_first import ConversationFirst
from openhands_multiuser.patches.conversation_label import ConversationLabel
from openhands_multiuser.patches.conversations import Conversations
from openhands_multiuser.patches.event_owner import EventOwner
from openhands_multiuser.patches.host_network import HostNetwork
from openhands_multiuser.patches.patch import Patch
from openhands_multiuser.patches.sandbox_spec import SandboxSpec
from openhands_multiuser.patches.script import Script
from openhands_multiuser.patches.settings import Settings
from openhands_multiuser.patches.sign_in import SignIn
from openhands_multiuser.patches.user_label import UserLabel
from openhands_multiuser.patches.webhook_owner import WebhookOwner

PATCHES: tuple[Patch, ...] = (
    Settings(),  # first: OpenHands reads the class of its configuration as it is imported
    UserLabel(),
    Conversations(),
    ConversationFirst(),
    ConversationLabel(),
    SandboxSpec(),
    WebhookOwner(),
    EventOwner(),
    HostNetwork(),
    SignIn(),
    Script(),
)
