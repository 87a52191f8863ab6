"""Whatever a request carries, a source answers with an identity or an IdentityError."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openhands_multiuser.identity import Identity, IdentityError, identify
from openhands_multiuser.identity.claims import ClaimPolicy
from openhands_multiuser.identity.gateway import GatewayProof, GatewaySource
from openhands_multiuser.identity.key_cache import KeyCache
from openhands_multiuser.identity.keys import Keys, usable_keys
from openhands_multiuser.identity.model import IdentitySource
from openhands_multiuser.identity.token_location import BearerToken, TokenCookie
from openhands_multiuser.identity.token_source import TokenSource

from .conftest import SigningKeys
from .issuer_server import segment, sign

many = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
plausible = st.sampled_from(["RS256", "ES256", "none", "rsa", "JWT", "app", "id", "access", ""])
names = st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk"]) | st.text(max_size=5)
claim_names = st.sampled_from(
    ["iss", "aud", "exp", "iat", "nbf", "sub", "token_use", "client_id", "email", "jti", "events"]
)

# One for all examples: to make a loop for each takes longer than the example.
_loop = asyncio.Runner()


@pytest.fixture(scope="module", autouse=True)
def closed_loop() -> Iterator[None]:
    with _loop:
        yield


@pytest.fixture
def sources(keys: SigningKeys) -> list[TokenSource]:
    async def fetch() -> Keys:
        return {("rsa", "RS256"): keys.rsa.public_key(), ("ec", "ES256"): keys.ec.public_key()}

    policies = [
        ClaimPolicy("i", frozenset({"app"})),
        ClaimPolicy("i", frozenset({"app"}), frozenset({"id", "access"}), user_id_claim="email"),
    ]
    return [TokenSource(BearerToken(), policy, KeyCache(fetch)) for policy in policies]


def outcome(source: IdentitySource, *headers: tuple[bytes, bytes]) -> Identity | None:
    try:
        return _loop.run(identify(source, {"type": "http", "headers": list(headers)}))
    except IdentityError:
        return None


@many
@given(pairs=st.lists(st.tuples(st.sampled_from([
    b"x-cognito-user-id", b"x-gateway-proof", b"authorization", b"cookie",
]), st.binary(max_size=60) | st.just(b"Bearer a.b.c") | st.just(b"t=a.b.c"))))  # fmt: skip
def test_any_headers(sources: list[TokenSource], pairs: list[tuple[bytes, bytes]]) -> None:
    in_cookie = TokenSource(TokenCookie("t"), sources[0].policy)
    every: list[IdentitySource] = [*sources, in_cookie, GatewaySource(GatewayProof("s" * 32))]
    for source in every:
        assert outcome(source, *pairs) is None


@many
@given(
    header=st.dictionaries(names, plausible | values, max_size=4),
    payload=values,
    signature=st.binary(max_size=8),
)
def test_any_unsigned_token(
    sources: list[TokenSource], header: Any, payload: Any, signature: bytes
) -> None:
    for head in (header, {"alg": "RS256", "kid": "rsa"} | header):
        token = f"{segment(head)}.{segment(payload)}.{segment(signature)}"
        for source in sources:
            assert outcome(source, (b"authorization", b"Bearer " + token.encode())) is None


@many
@given(claims=st.dictionaries(claim_names, plausible | values))
def test_any_signed_claims(sources: list[TokenSource], keys: SigningKeys, claims: Any) -> None:
    usual = {"iss": "i", "aud": "app", "exp": 10**11, "iat": 0, "sub": "alice"}
    for each in (claims, usual | claims):
        for key, kid in ((keys.rsa, "rsa"), (keys.ec, "ec")):
            token = sign(each, key, kid)
            for source in sources:
                outcome(source, (b"authorization", b"Bearer " + token.encode()))


@many
@given(data=st.binary(max_size=200) | st.builds(lambda depth: b"[" * depth, st.integers(1, 11000)))
@pytest.mark.parametrize("place", [lambda s: f"{s}.e30.e30", lambda s: f"e30.{s}.e30"])
def test_any_segment(sources: list[TokenSource], data: bytes, place: Callable[[str], str]) -> None:
    for source in sources:
        token = place(segment(data)).encode()
        assert outcome(source, (b"authorization", b"Bearer " + token)) is None


@many
@given(key_set=st.dictionaries(st.just("keys"), st.lists(st.dictionaries(
    st.sampled_from(["kty", "kid", "n", "e", "x", "y", "crv", "alg", "use", "key_ops", "oth"]),
    st.sampled_from(["RSA", "EC", "P-256", "AQAB", "RS256", "sig", ""]) | values,
)) | values))  # fmt: skip
def test_any_key_set(key_set: Any) -> None:
    usable_keys(json.loads(json.dumps(key_set)))
