"""Claims in tokens that a real issuer on loopback signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openhands_multiuser.identity import Identity, IdentityProblem
from openhands_multiuser.identity.token_source import TokenSource

from .asking import identity_of, problem_of
from .conftest import SigningKeys
from .issuer_server import RunningIssuer, sign

pytestmark = pytest.mark.anyio
P = IdentityProblem


async def test_a_token_of_either_algorithm_names_its_user(
    oidc: TokenSource, issuer: RunningIssuer, keys: SigningKeys, now: int
) -> None:
    claims = issuer.claims(now)
    assert await identity_of(oidc, sign(claims, keys.rsa, "rsa")) == Identity("alice")
    assert await identity_of(oidc, sign(claims, keys.ec, "ec")) == Identity("alice")


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": ["account", "app"]},
        {"exp": -50, "iat": -300},
        {"iat": 50},
        {"nbf": 50},
        {"nbf": -1},
        {"iat": 0.5},
    ],
    ids=str,
)
async def test_claims_within_the_leeway_are_accepted(
    oidc: TokenSource,
    issuer: RunningIssuer,
    keys: SigningKeys,
    now: int,
    changes: dict[str, Any],
) -> None:
    claims = issuer.claims(now, **_absolute(changes, now))
    assert (await identity_of(oidc, sign(claims, keys.rsa, "rsa"))).user_id == "alice"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"exp": -61}, P.EXPIRED),
        ({"exp": None}, P.MISSING_CLAIM),
        ({"iat": None}, P.MISSING_CLAIM),
        ({"iss": None}, P.MISSING_CLAIM),
        ({"sub": None}, P.MISSING_CLAIM),
        ({"aud": None}, P.WRONG_AUDIENCE),
        ({"iat": 90}, P.NOT_YET_VALID),
        ({"nbf": 90}, P.NOT_YET_VALID),
        ({"exp": float("inf")}, P.MALFORMED),
        ({"exp": float("nan")}, P.MALFORMED),
        ({"exp": []}, P.MALFORMED),
        ({"exp": {"a": 1}}, P.MALFORMED),
        ({"exp": "soon"}, P.MALFORMED),
        ({"iat": "x"}, P.MALFORMED),
        ({"nbf": [1]}, P.MALFORMED),
        ({"iss": "https://issuer.example"}, P.WRONG_ISSUER),
        ({"iss": ["http://127.0.0.1"]}, P.WRONG_ISSUER),
        ({"aud": "other"}, P.WRONG_AUDIENCE),
        ({"aud": "application"}, P.WRONG_AUDIENCE),
        ({"aud": []}, P.WRONG_AUDIENCE),
        ({"aud": [["app"]]}, P.WRONG_AUDIENCE),
        ({"aud": {"app": 1}}, P.WRONG_AUDIENCE),
        ({"aud": None, "client_id": "app", "azp": "app"}, P.WRONG_AUDIENCE),
        ({"events": {"http://schemas.openid.net/event/backchannel-logout": {}}}, P.WRONG_TOKEN_USE),
        ({"sub": ""}, P.INVALID_USER_ID),
        ({"sub": ".."}, P.INVALID_USER_ID),
        ({"sub": "../bob"}, P.INVALID_USER_ID),
        ({"sub": "a" * 129}, P.INVALID_USER_ID),
        ({"sub": "alice\n"}, P.INVALID_USER_ID),
    ],
    ids=str,
)
async def test_a_signed_token_with_wrong_claims_is_refused(
    oidc: TokenSource,
    signed: Callable[..., str],
    now: int,
    changes: dict[str, Any],
    problem: IdentityProblem,
) -> None:
    assert await problem_of(oidc, signed(**_absolute(changes, now))) is problem


@pytest.mark.parametrize("kind", ["JWT", "at+jwt", "application/at+JWT"])
async def test_access_tokens_of_rfc_9068_are_accepted(
    oidc: TokenSource, issuer: RunningIssuer, keys: SigningKeys, now: int, kind: str
) -> None:
    token = sign(issuer.claims(now), keys.rsa, "rsa", typ=kind)
    assert (await identity_of(oidc, token)).user_id == "alice"


def _absolute(changes: dict[str, Any], now: int) -> dict[str, Any]:
    """Small numbers are relative to now."""
    return {
        name: now + value if isinstance(value, int | float) and abs(value) < 1000 else value
        for name, value in changes.items()
    }
