"""Which user ids may become a path segment, a container's label and a database value."""

from __future__ import annotations

import re

_USER_ID = re.compile(r"[A-Za-z0-9_:@.-]{1,128}", re.ASCII)


def is_user_id(value: object) -> bool:
    """Tell whether a value can be a user's id: no separators, and neither `.` nor `..`."""
    return (
        isinstance(value, str) and _USER_ID.fullmatch(value) is not None and value.strip(".") != ""
    )
