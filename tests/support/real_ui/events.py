"""Events as an agent server sends them over a conversation's socket."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

Event = dict[str, Any]

_START = datetime(2026, 1, 5, 9, tzinfo=UTC)
_numbers = itertools.count()


def agent_message(text: str) -> Event:
    """What the agent says, in Markdown."""
    return _message("agent", "assistant", text)


def user_message(text: str) -> Event:
    """What a person said, as the socket brings it back."""
    return _message("user", "user", text)


def delta(text: str) -> Event:
    """The next piece of an answer that streams in; kept by nobody."""
    return _event("StreamingDeltaEvent", "agent", content=text, reasoning_content=None)


def status(value: str) -> Event:
    """How the agent is: ``idle``, ``running``, …"""
    return _event(
        "ConversationStateUpdateEvent", "environment", key="execution_status", value=value
    )


def _message(source: str, role: str, text: str) -> Event:
    content = [{"type": "text", "text": text}]
    return _event("MessageEvent", source, llm_message={"role": role, "content": content})


def _event(kind: str, source: str, **more: Any) -> Event:
    number = next(_numbers)
    timestamp = (_START + timedelta(seconds=number)).isoformat()
    return {"id": f"event-{number}", "timestamp": timestamp, "source": source, "kind": kind, **more}
