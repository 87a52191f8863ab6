"""URLs of sandboxes before and after rewriting."""

from __future__ import annotations

from demo.addresses import HOST, UUID, C

#: A page of a conversation.
PAGE = f"https://{HOST}/conversations/{UUID}"


def request_url(port: int, rest: str = "/", scheme: str = "https") -> str:
    """A rewritten URL of a request."""
    return f"{scheme}://{HOST}/runtime/{C}/{port}{rest}"
