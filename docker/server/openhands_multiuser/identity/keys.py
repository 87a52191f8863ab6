"""The keys in an issuer's JWK set that may sign a token."""

from __future__ import annotations

from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

type VerificationKey = RSAPublicKey | EllipticCurvePublicKey
# By key id and algorithm. Together, so that a token cannot combine a key with another algorithm.
type Keys = dict[tuple[str, str], VerificationKey]

_CURVES = {"RS256": None, "ES256": "P-256"}
_TYPES = {"RSA": "RS256", "EC": "ES256"}
ALGORITHMS = frozenset(_CURVES)

# RFC 7518, section 3.3, demands 2048 bits; above 8192, each verification is slow.
_RSA_BITS = range(2048, 8192 + 1)


def usable_keys(key_set: dict[str, Any]) -> Keys:
    """Returns the keys for RS256 and ES256. Others are left out (RFC 7517, section 5)."""
    entries = key_set.get("keys")
    keys: Keys = {}
    for entry in entries if isinstance(entries, list) else []:
        algorithm = _algorithm(entry)
        key = _public_key(entry, algorithm) if algorithm else None
        if algorithm and key is not None:
            keys.setdefault((entry["kid"], algorithm), key)
    return keys


def _algorithm(entry: Any) -> str | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        return None
    kind = entry.get("kty")
    algorithm = _TYPES.get(kind) if isinstance(kind, str) else None
    operations = entry.get("key_ops", ["verify"])
    allowed = (
        algorithm is not None
        and entry.get("alg", algorithm) == algorithm
        and entry.get("crv") == _CURVES[algorithm]
        and entry.get("use", "sig") == "sig"
        and isinstance(operations, list)
        and "verify" in operations
    )
    return algorithm if allowed else None


def _public_key(entry: dict[str, Any], algorithm: str) -> VerificationKey | None:
    try:
        key = jwt.PyJWK(entry, algorithm=algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError):
        return None
    if isinstance(key, RSAPublicKey):
        return key if key.key_size in _RSA_BITS else None
    # A private key that is published signs for everyone: it is not used.
    return key if isinstance(key, EllipticCurvePublicKey) else None
