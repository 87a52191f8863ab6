"""Where a request carries its token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from openhands_multiuser.identity.errors import IdentityError, IdentityProblem
from openhands_multiuser.identity.model import MultiMap, only

# RFC 6750, section 2.1: the scheme is case-insensitive.
_BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)


class TokenLocation(Protocol):
    """Reads a token; None where there is none."""

    def read(self, headers: MultiMap, cookies: MultiMap) -> str | None:
        """Returns the token.

        Raises:
            IdentityError: there are several, or the header has another form.
        """


@dataclass(frozen=True)
class BearerToken:
    """`Authorization: Bearer TOKEN`."""

    def read(self, headers: MultiMap, cookies: MultiMap) -> str | None:  # noqa: ARG002
        """See `TokenLocation.read`."""
        value = only(headers, "authorization")
        if not value:
            return None
        match = _BEARER.fullmatch(value)
        if match is None:
            raise IdentityError(IdentityProblem.MALFORMED)
        return match[1]


@dataclass(frozen=True)
class TokenHeader:
    """A header that holds nothing but the token.

    Attributes:
        name: in lower case.
    """

    name: str

    def read(self, headers: MultiMap, cookies: MultiMap) -> str | None:  # noqa: ARG002
        """See `TokenLocation.read`."""
        return only(headers, self.name)


@dataclass(frozen=True)
class TokenCookie:
    """A cookie that holds nothing but the token.

    An app on a subdomain can add a cookie of the same name, which `only` refuses; for a name that
    begins with `__Host-`, the browser refuses it already.
    """

    name: str

    def read(self, headers: MultiMap, cookies: MultiMap) -> str | None:  # noqa: ARG002
        """See `TokenLocation.read`."""
        return only(cookies, self.name)
