from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from openhands_multiuser.identity.claims import ClaimPolicy
from openhands_multiuser.identity.token_location import BearerToken
from openhands_multiuser.identity.token_source import TokenSource

from .issuer_server import RunningIssuer, jwk, running_issuer, sign


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@dataclass(frozen=True)
class SigningKeys:
    rsa: RSAPrivateKey
    ec: EllipticCurvePrivateKey
    stranger: RSAPrivateKey


@pytest.fixture(scope="session")
def keys() -> SigningKeys:
    return SigningKeys(
        rsa=rsa.generate_private_key(65537, 2048),
        ec=ec.generate_private_key(ec.SECP256R1()),
        stranger=rsa.generate_private_key(65537, 2048),
    )


@pytest.fixture
def issuer(keys: SigningKeys) -> Iterator[RunningIssuer]:
    """Publishes the RSA key as `rsa` and the elliptic curve key as `ec`."""
    with running_issuer() as running:
        running.publish(jwk(keys.rsa, "rsa", alg="RS256", use="sig"), jwk(keys.ec, "ec"))
        yield running


@pytest.fixture
def now() -> int:
    return int(time.time())


@pytest.fixture
def signed(issuer: RunningIssuer, keys: SigningKeys, now: int) -> Callable[..., str]:
    """Signs a token of the issuer, whose claims a test changes."""

    def signed(**changes: Any) -> str:
        return sign(issuer.claims(now, **changes), keys.rsa, "rsa")

    return signed


@pytest.fixture
def oidc(issuer: RunningIssuer) -> TokenSource:
    return TokenSource(BearerToken(), ClaimPolicy(issuer.url, frozenset({"app"})))


@pytest.fixture
def cognito(issuer: RunningIssuer) -> TokenSource:
    policy = ClaimPolicy(issuer.url, frozenset({"app"}), frozenset({"id", "access"}))
    return TokenSource(BearerToken(), policy)
