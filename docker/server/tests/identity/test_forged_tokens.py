"""Tokens that the issuer did not sign, or that select another key, algorithm or type."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from openhands_multiuser.identity import IdentityProblem
from openhands_multiuser.identity.token_source import TokenSource

from .asking import problem_of
from .conftest import SigningKeys
from .issuer_server import RunningIssuer, segment, sign

pytestmark = pytest.mark.anyio
P = IdentityProblem


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ({"alg": "none"}, P.ALGORITHM_REFUSED),
        ({"alg": "None"}, P.ALGORITHM_REFUSED),
        ({"alg": "HS256"}, P.ALGORITHM_REFUSED),
        ({"alg": "RS384"}, P.ALGORITHM_REFUSED),
        ({"alg": "PS256"}, P.ALGORITHM_REFUSED),
        ({"alg": ["RS256"]}, P.ALGORITHM_REFUSED),
        ({"alg": None}, P.ALGORITHM_REFUSED),
        ({"alg": "rs256"}, P.ALGORITHM_REFUSED),
        # The key is published for RS256.
        ({"alg": "ES256"}, P.UNKNOWN_KEY),
        ({"kid": None}, P.UNKNOWN_KEY),
        ({"kid": 1}, P.MALFORMED),
        ({"kid": ["rsa"]}, P.MALFORMED),
        ({"kid": ""}, P.UNKNOWN_KEY),
        ({"kid": "../../../../dev/null"}, P.UNKNOWN_KEY),
        ({"kid": "rsa' UNION SELECT 'a"}, P.UNKNOWN_KEY),
        ({"kid": "http://127.0.0.1/key"}, P.UNKNOWN_KEY),
        ({"kid": "ec"}, P.UNKNOWN_KEY),
        ({"crit": ["exp"]}, P.MALFORMED),
        ({"crit": ["b64"], "b64": False}, P.MALFORMED),
        ({"crit": ["b64"], "b64": True}, P.MALFORMED),
        ({"typ": "logout+jwt"}, P.WRONG_TOKEN_USE),
        ({"typ": "secevent+jwt"}, P.WRONG_TOKEN_USE),
        ({"typ": 7}, P.MALFORMED),
    ],
    ids=str,
)
async def test_a_header_that_selects_another_key_or_algorithm_is_refused(
    oidc: TokenSource,
    issuer: RunningIssuer,
    keys: SigningKeys,
    now: int,
    header: dict[str, Any],
    problem: IdentityProblem,
) -> None:
    merged = {"alg": "RS256", "typ": "JWT", "kid": "rsa"} | header
    signed = f"{_head(merged)}.{segment(issuer.claims(now))}"
    signature = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).sign(
        signed.encode(), keys.rsa
    )
    assert await problem_of(oidc, f"{signed}.{segment(signature)}") is problem


async def test_a_public_key_is_no_hmac_secret(
    oidc: TokenSource, issuer: RunningIssuer, keys: SigningKeys, now: int
) -> None:
    public = keys.rsa.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    signed = f"{_head({'alg': 'HS256', 'kid': 'rsa'})}.{segment(issuer.claims(now))}"
    mac = hmac.digest(public, signed.encode(), hashlib.sha256)
    assert await problem_of(oidc, f"{signed}.{segment(mac)}") is P.ALGORITHM_REFUSED


async def test_a_strangers_key_is_refused_under_a_known_key_id(
    oidc: TokenSource, issuer: RunningIssuer, keys: SigningKeys, now: int
) -> None:
    token = sign(issuer.claims(now), keys.stranger, "rsa")
    assert await problem_of(oidc, token) is P.SIGNATURE


async def test_a_key_that_the_token_brings_along_is_ignored(
    oidc: TokenSource, issuer: RunningIssuer, keys: SigningKeys, now: int
) -> None:
    brought = jwt.algorithms.RSAAlgorithm.to_jwk(keys.stranger.public_key(), as_dict=True)
    url = f"{issuer.url}/evil"
    token = sign(issuer.claims(now), keys.stranger, "rsa", jwk=brought, jku=url, x5u=url)
    assert await problem_of(oidc, token) is P.SIGNATURE
    assert "/evil" not in issuer.requests


async def test_changed_claims_are_refused(
    oidc: TokenSource, issuer: RunningIssuer, keys: SigningKeys, now: int
) -> None:
    header, _, signature = sign(issuer.claims(now), keys.rsa, "rsa").split(".")
    forged = segment(issuer.claims(now, sub="bob"))
    assert await problem_of(oidc, f"{header}.{forged}.{signature}") is P.SIGNATURE


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "a.b",
        "a.b.c",
        "a.b.c.d.e",
        "..",
        "e30.e30.",
        f"{segment({'alg': 'RS256', 'kid': 'rsa'})}.!.x",
        f"{segment(b'[' * 9000)}.e30.e30",
        f"{segment([])}.e30.e30",
        f"{segment(b'{' + b'9' * 6000)}.e30.e30",
        "é.é.é",
        "a" * 20000,
    ],
    ids=lambda token: token[:24],
)
async def test_a_token_that_is_not_a_jwt_is_refused(oidc: TokenSource, token: str) -> None:
    assert await problem_of(oidc, token) in {P.MALFORMED, P.ALGORITHM_REFUSED}


def _head(header: dict[str, Any]) -> str:
    return segment({name: value for name, value in header.items() if value is not None})
