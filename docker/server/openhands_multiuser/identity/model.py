"""Who a user is, and what can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from openhands_multiuser.identity.errors import IdentityError, IdentityProblem
from openhands_multiuser.user_ids import is_user_id

# Every value of each header (lower-case name) or cookie, in the order of the request.
type MultiMap = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Identity:
    """A user. An instance with an invalid user id cannot exist.

    Attributes:
        user_id: safe as a path segment and as a label.
        email: for display only; never decides access.

    Raises:
        IdentityError: the user id is invalid.
    """

    user_id: str
    email: str | None = None

    def __post_init__(self) -> None:
        if not is_user_id(self.user_id):
            raise IdentityError(IdentityProblem.INVALID_USER_ID)


class IdentitySource(Protocol):
    """Tells who sent a request.

    Attributes:
        many_users: whether there can be more than one user.
    """

    @property
    def many_users(self) -> bool:
        """See the class."""

    async def identify(self, headers: MultiMap, cookies: MultiMap) -> Identity:
        """Returns the user who sent a request.

        Args:
            headers: all values by lower-case name.
            cookies: all values by name.

        Raises:
            IdentityError: nobody, or nobody who proves it. No other exception is raised.
        """


def only(values: MultiMap, name: str) -> str | None:
    """Returns the only value of a header or cookie, or None where there is none.

    Raises:
        IdentityError: the value is there more than once: which of them counts is ambiguous.
    """
    found = values.get(name, ())
    if len(found) > 1:
        raise IdentityError(IdentityProblem.REPEATED)
    return found[0] if found else None
