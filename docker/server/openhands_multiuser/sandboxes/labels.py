"""The labels by which the gateway finds a sandbox."""

from __future__ import annotations

import re

USER = "user_id"
CONVERSATION = "conversation_id"
SPEC = "sandbox_spec_id"

_CONVERSATION = re.compile(r"[0-9a-f]{32}")


def conversation_in(container_name: str) -> str | None:
    """Return the conversation whose hex digits end a container's name, if any do."""
    last = container_name.rpartition("-")[2]
    return last if _CONVERSATION.fullmatch(last) else None
