"""The user on whose behalf the server acts: set once a request, copied to the tasks that it starts.

The layer sets it from the request's identity or, for a sandbox's callback, from the sandbox's
owner. Whatever reads or writes a user's data asks here; without a user it finds nothing and
writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from openhands_multiuser.identity import Identity
from openhands_multiuser.refusals import NotSignedIn

_identity: ContextVar[Identity | None] = ContextVar("openhands_multiuser_identity", default=None)


@contextmanager
def acting_as(identity: Identity | None) -> Iterator[None]:
    """Act for this user within the block."""
    token = _identity.set(identity)
    try:
        yield
    finally:
        _identity.reset(token)


def identity() -> Identity | None:
    """Return who is acted for, or None."""
    return _identity.get()


def user_id() -> str | None:
    """Return the id of the user who is acted for, or None."""
    current = _identity.get()
    return current.user_id if current else None


def require_user_id() -> str:
    """Return the id of the user who is acted for.

    Raises:
        NotSignedIn: There is none.
    """
    current = user_id()
    if current is None:
        raise NotSignedIn
    return current
