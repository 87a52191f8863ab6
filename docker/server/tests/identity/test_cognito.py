"""What Amazon Cognito's tokens need beyond those of other issuers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openhands_multiuser.identity import IdentityProblem
from openhands_multiuser.identity.claims import ClaimPolicy
from openhands_multiuser.identity.token_location import BearerToken
from openhands_multiuser.identity.token_source import TokenSource

from .asking import identity_of, problem_of
from .conftest import SigningKeys
from .issuer_server import RunningIssuer, sign

pytestmark = pytest.mark.anyio
P = IdentityProblem

ACCESS = {"token_use": "access", "aud": None, "client_id": "app"}


async def test_an_id_token_names_its_user_and_email(
    cognito: TokenSource, issuer: RunningIssuer, keys: SigningKeys, now: int
) -> None:
    claims = issuer.claims(now, token_use="id", email="a@example.com", email_verified=True)
    identity = await identity_of(cognito, sign(claims, keys.rsa, "rsa"))
    assert (identity.user_id, identity.email) == ("alice", "a@example.com")


async def test_an_access_token_names_its_client_by_client_id(
    cognito: TokenSource, issuer: RunningIssuer, keys: SigningKeys, now: int
) -> None:
    token = sign(issuer.claims(now, **ACCESS), keys.rsa, "rsa")
    assert (await identity_of(cognito, token)).user_id == "alice"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, P.WRONG_TOKEN_USE),
        ({"token_use": "refresh"}, P.WRONG_TOKEN_USE),
        ({"token_use": ["id"]}, P.WRONG_TOKEN_USE),
        ({"token_use": "id", "aud": "other"}, P.WRONG_AUDIENCE),
        ({"token_use": "id", "aud": None, "client_id": "app"}, P.WRONG_AUDIENCE),
        (ACCESS | {"client_id": "other"}, P.WRONG_AUDIENCE),
        (ACCESS | {"client_id": None}, P.WRONG_AUDIENCE),
        (ACCESS | {"client_id": ["app"], "aud": "other"}, P.WRONG_AUDIENCE),
        # Bound to another resource server.
        (ACCESS | {"aud": "https://api.example.com"}, P.WRONG_AUDIENCE),
        (ACCESS | {"client_id": "other", "aud": "app"}, P.WRONG_AUDIENCE),
    ],
    ids=str,
)
async def test_a_token_for_another_client_or_use_is_refused(
    cognito: TokenSource,
    signed: Callable[..., str],
    changes: dict[str, Any],
    problem: IdentityProblem,
) -> None:
    assert await problem_of(cognito, signed(**changes)) is problem


@pytest.mark.parametrize(("allowed", "sent"), [("id", "access"), ("access", "id")])
async def test_a_token_use_that_is_not_configured_is_refused(
    issuer: RunningIssuer, keys: SigningKeys, now: int, allowed: str, sent: str
) -> None:
    policy = ClaimPolicy(issuer.url, frozenset({"app"}), frozenset({allowed}))
    claims = issuer.claims(now, token_use=sent, client_id="app")
    token = sign(claims, keys.rsa, "rsa")
    assert await problem_of(TokenSource(BearerToken(), policy), token) is P.WRONG_TOKEN_USE


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "a@example.com", "email_verified": False},
        {"email": "a@example.com\r\nBcc: b@example.com"},
        {"email": "a" * 300 + "@example.com"},
        {"email": ["a@example.com"]},
        {"email": "alice"},
    ],
    ids=str,
)
async def test_an_unverified_or_implausible_email_is_left_out(
    oidc: TokenSource, issuer: RunningIssuer, keys: SigningKeys, now: int, changes: dict[str, Any]
) -> None:
    token = sign(issuer.claims(now, **changes), keys.rsa, "rsa")
    assert (await identity_of(oidc, token)).email is None


@pytest.mark.parametrize("verified", [None, False, "true"])
async def test_an_unverified_email_is_no_user_id(
    issuer: RunningIssuer, keys: SigningKeys, now: int, verified: object
) -> None:
    policy = ClaimPolicy(issuer.url, frozenset({"app"}), user_id_claim="email")
    source = TokenSource(BearerToken(), policy)
    good = issuer.claims(now, email="a@example.com", email_verified=True)
    assert (await identity_of(source, sign(good, keys.rsa, "rsa"))).user_id == "a@example.com"
    bad = issuer.claims(now, email="a@example.com", email_verified=verified)
    assert await problem_of(source, sign(bad, keys.rsa, "rsa")) is P.INVALID_USER_ID
