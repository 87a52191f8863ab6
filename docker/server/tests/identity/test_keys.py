"""Which published keys are used."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from openhands_multiuser.identity.keys import usable_keys

from .conftest import SigningKeys
from .issuer_server import jwk


@pytest.mark.parametrize(
    "fields",
    [{}, {"alg": "RS256"}, {"use": "sig"}, {"key_ops": ["verify"]}, {"x5t": "ignored"}],
    ids=str,
)
def test_a_signing_key_is_used(keys: SigningKeys, fields: dict[str, Any]) -> None:
    assert list(usable_keys({"keys": [jwk(keys.rsa, "a", **fields)]})) == [("a", "RS256")]


@pytest.mark.parametrize(
    "fields",
    [
        {"use": "enc"},
        {"use": None},
        {"alg": "PS256"},
        {"alg": "HS256"},
        {"alg": ["RS256"]},
        {"key_ops": ["encrypt"]},
        {"key_ops": "verify"},
        {"kid": None},
        {"kid": 1},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": ["RSA"]},
        {"kty": "EC"},
        {"n": 5},
        {"n": "!"},
        {"e": "AA"},
        {"n": "AQAB"},
        {"crv": "P-256"},
    ],
    ids=str,
)
def test_a_key_for_something_else_is_not_used(keys: SigningKeys, fields: dict[str, Any]) -> None:
    assert usable_keys({"keys": [jwk(keys.rsa, "a") | fields]}) == {}


def test_a_short_rsa_key_is_not_used() -> None:
    short = rsa.generate_private_key(65537, 1024)
    assert usable_keys({"keys": [jwk(short, "a")]}) == {}


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_published_private_key_is_not_used(keys: SigningKeys, kind: str) -> None:
    algorithm: Any = {"rsa": RSAAlgorithm, "ec": ECAlgorithm}[kind]
    private = algorithm.to_jwk(getattr(keys, kind), as_dict=True)
    assert "d" in private
    assert usable_keys({"keys": [private | {"kid": "a", "key_ops": ["verify"]}]}) == {}


def test_another_curve_is_not_used() -> None:
    other = ec.generate_private_key(ec.SECP384R1())
    assert usable_keys({"keys": [jwk(other, "a")]}) == {}
    assert usable_keys({"keys": [jwk(other, "a") | {"crv": "P-256"}]}) == {}


def test_a_broken_key_does_not_hide_the_others(keys: SigningKeys) -> None:
    entries: list[Any] = [None, 1, [], {}, {"kty": "RSA", "kid": "x"}, jwk(keys.ec, "b")]
    assert list(usable_keys({"keys": entries})) == [("b", "ES256")]


@pytest.mark.parametrize("key_set", [{}, {"keys": None}, {"keys": {}}, {"keys": "x"}], ids=str)
def test_a_document_without_a_list_has_no_keys(key_set: dict[str, Any]) -> None:
    assert usable_keys(key_set) == {}


def test_the_first_of_two_keys_with_one_id_is_used(keys: SigningKeys) -> None:
    found = usable_keys({"keys": [jwk(keys.rsa, "a"), jwk(keys.stranger, "a")]})
    assert found["a", "RS256"] == keys.rsa.public_key()
