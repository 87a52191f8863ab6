"""The browser APIs through which a URL leaves the page."""

from __future__ import annotations

from collections.abc import Iterable

#: By which the page itself talks.
REQUEST = ("fetch", "xhr", "websocket", "eventsource", "beacon")

#: By which a person goes somewhere.
DOCUMENT = ("open", "navigate", "link", "form", "frame", "media", "text")

#: What the page reads: a URL in a JSON response.
RESPONSE = ("response",)

GROUPS = {"request": REQUEST, "document": DOCUMENT, "any": REQUEST + DOCUMENT + RESPONSE}


def expand(names: Iterable[str]) -> list[str]:
    """The single vias that these names, groups among them, stand for; each once, in order."""
    return list(dict.fromkeys(via for name in names for via in GROUPS.get(name, (name,))))
