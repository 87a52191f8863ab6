"""Events are files: each user's in a folder of their own."""

from __future__ import annotations

from typing import Any

from openhands_multiuser import current


def own_events(stock: Any) -> Any:
    """Move an event service's folder below the current user's.

    A webhook acts for nobody up to 1.5: its events would lie where every user finds them.

    Raises:
        NotSignedIn: There is no user.
    """
    user = current.require_user_id()
    if hasattr(stock, "events_dir"):  # 1.0 and 1.1
        stock.events_dir = stock.events_dir / user
    else:
        stock.user_id = user
    return stock
