"""Text of messages, in both APIs."""

from __future__ import annotations

import re
from typing import Any


def text_of(content: Any) -> str:
    """The text of a message's content: a string, or a list of parts of which some have text."""
    if isinstance(content, str):
        return content
    return "\n".join(part["text"] for part in content or () if part.get("type") == "text")


def fragments(text: str) -> list[str]:
    """Splits text into words, as a model streams it; joined, they are the text again."""
    return re.findall(r"\s*\S+\s*$|\s*\S+|\s+", text)
