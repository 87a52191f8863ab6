"""The browser APIs through which a URL leaves the page."""

from __future__ import annotations

from collections.abc import Iterable

#: The page's own network requests.
REQUEST = ("fetch", "xhr", "websocket", "eventsource", "beacon")

#: What a user opens or sees.
DOCUMENT = ("open", "navigate", "link", "form", "frame", "media", "text")

#: URLs in JSON responses that the page reads.
RESPONSE = ("response",)

GROUPS = {"request": REQUEST, "document": DOCUMENT, "any": REQUEST + DOCUMENT + RESPONSE}


def expand(names: Iterable[str]) -> list[str]:
    """The single vias for these names and groups, each once, in order."""
    return list(dict.fromkeys(via for name in names for via in GROUPS.get(name, (name,))))
