"""Events are files: each user's in a folder of their own."""

from __future__ import annotations

import re
from typing import Any

from openhands_multiuser import current
from openhands_multiuser.refusals import NotYours

# A file's name is made of it: a sandbox's `../../alice/…` would lead into another user's folder.
_EVENT_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


def own_events(stock: Any) -> Any:
    """Move an event service's folder below the current user's, and keep what it saves there.

    A webhook acts for nobody up to 1.5: its events would lie where every user finds them.

    Raises:
        NotSignedIn: There is no user.
    """
    user = current.require_user_id()
    if hasattr(stock, "events_dir"):  # 1.0 and 1.1
        stock.events_dir = stock.events_dir / user
    else:
        stock.user_id = user
    save = stock.save_event

    async def save_event(conversation_id: Any, event: Any) -> None:
        if not _EVENT_ID.fullmatch(str(event.id)):
            raise NotYours("Event")
        await save(conversation_id, event)

    stock.save_event = save_event
    return stock
