"""Parses a JWT, and verifies its signature and times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import jwt

from openhands_multiuser.identity.errors import IdentityError, IdentityProblem
from openhands_multiuser.identity.keys import ALGORITHMS, VerificationKey

MAX_LENGTH = 16 * 1024
REQUIRED_CLAIMS = ("exp", "iat", "iss", "sub")

# The signature may be empty here: `alg: none` deserves its own code.
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
# RFC 8725, section 3.11: other types are not for signing in. RFC 9068 defines at+jwt.
_TYPES = {"jwt", "at+jwt", "application/jwt", "application/at+jwt"}

# What PyJWT raises on hostile input, beside its own errors: int(Infinity), int([]), nested JSON.
_REFUSALS = (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError)

_PROBLEMS: dict[type[Exception], IdentityProblem] = {
    jwt.ExpiredSignatureError: IdentityProblem.EXPIRED,
    jwt.ImmatureSignatureError: IdentityProblem.NOT_YET_VALID,
    jwt.InvalidSignatureError: IdentityProblem.SIGNATURE,
    jwt.MissingRequiredClaimError: IdentityProblem.MISSING_CLAIM,
}


@dataclass(frozen=True)
class Header:
    """What selects the key. It is not verified: the sender chose it."""

    algorithm: str
    key_id: str


def parse_header(token: str) -> Header:
    """Returns the header of a token.

    Raises:
        IdentityError: the token is not a JWT, or one that no allowed key can have signed.
    """
    if len(token) > MAX_LENGTH or not _COMPACT.fullmatch(token):
        raise IdentityError(IdentityProblem.MALFORMED)
    try:
        header = jwt.get_unverified_header(token)
    except _REFUSALS as error:
        raise IdentityError(IdentityProblem.MALFORMED) from error
    algorithm, key_id, kind = header.get("alg"), header.get("kid"), header.get("typ", "JWT")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise IdentityError(IdentityProblem.ALGORITHM_REFUSED)
    # RFC 7515, section 4.1.11: an extension that is not understood must be refused. PyJWT before
    # 2.12, in OpenHands up to 1.5, ignores it.
    if "crit" in header or not isinstance(kind, str):
        raise IdentityError(IdentityProblem.MALFORMED)
    if kind.lower() not in _TYPES:
        raise IdentityError(IdentityProblem.WRONG_TOKEN_USE)
    if not isinstance(key_id, str):
        raise IdentityError(IdentityProblem.UNKNOWN_KEY)
    return Header(algorithm, key_id)


def verify(token: str, algorithm: str, key: VerificationKey, leeway: int) -> dict[str, Any]:
    """Returns the claims of a token whose signature and times hold.

    Args:
        token: the token.
        algorithm: the algorithm that the key is for.
        key: the issuer's key.
        leeway: how far the issuer's clock may be off, in seconds.

    Raises:
        IdentityError: they do not hold, or a required claim is missing.
    """
    try:
        return jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            leeway=leeway,
            # claims.py checks these: they depend on the kind of token.
            options={"require": list(REQUIRED_CLAIMS), "verify_aud": False, "verify_iss": False},
        )
    except _REFUSALS as error:
        problem = _PROBLEMS.get(type(error), IdentityProblem.MALFORMED)
        raise IdentityError(problem) from error
