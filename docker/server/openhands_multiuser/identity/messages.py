"""The sentences for each code in errors.py."""

from __future__ import annotations

IDENTITY = {
    "missing": "The request carries no credentials. Sign in.",
    "repeated": "The request carries the same credential more than once. "
    "Delete this site's cookies and sign in again.",
    "unproven": "The request names a user, but does not prove that it came through the gateway.",
    "malformed": "The token is not a valid signed JWT. Sign in again.",
    "algorithm_refused": "The token's signature algorithm is not allowed. Use RS256 or ES256.",
    "unknown_key": "The token is signed with a key that the issuer does not publish. "
    "Sign in again.",
    "keys_unavailable": "The token cannot be verified, because the issuer's keys are unavailable. "
    "Try again in a moment.",
    "signature": "The token's signature is invalid. Sign in again.",
    "missing_claim": "The token lacks a required claim. Required: exp, iat, iss, sub.",
    "expired": "The token has expired. Sign in again.",
    "not_yet_valid": "The token is not valid yet. Check the clocks of this server and the issuer.",
    "wrong_issuer": "The token comes from another issuer.",
    "wrong_audience": "The token was issued for another application.",
    "wrong_token_use": "This kind of token cannot sign a user in.",
    "invalid_user_id": "The user id is not allowed. Allowed: 1 to 128 letters, digits, and _:@.-",
}

# Each follows the name of the variable.
CONFIGURATION = {
    "unset": "is not set, and the chosen identity source needs it.",
    "unknown_source": "must be gateway, cognito, oidc or single.",
    "short_secret": "must have at least 32 characters. "
    "Generate a secret with: openssl rand -hex 32",
    "unsendable_secret": "must consist of visible ASCII characters, because it is sent in a "
    "header. Generate a secret with: openssl rand -hex 32",
    "bad_user_id": "must be 1 to 128 letters, digits, and _:@.-",
    "bad_pool": "must be the id of a user pool, such as eu-central-1_AbCdEf123.",
    "bad_issuer": "must be an https URL without credentials, query or fragment. "
    "http is allowed on loopback only.",
    "bad_token_use": "must be id, access, or id,access.",
    "bad_name": "must be the name of one cookie or header, such as __Host-token.",
    "exclusive": "is set, but so is OPENHANDS_IDENTITY_COOKIE. Unset one of them: "
    "a token is read from one place only.",
}

# Each follows the document's URL.
DOCUMENT = {
    "no_answer": "no answer. Check that this server can reach the issuer.",
    "timeout": "no complete answer within the time limit.",
    "status": "the answer's status is not 200. Redirects are not followed.",
    "too_large": "the document exceeds the size limit.",
    "not_json": "the document is not a JSON object.",
    "wrong_issuer": "the document names another issuer. "
    "Configure the issuer exactly as the document spells it.",
    "insecure_keys_url": "jwks_uri is not an https URL.",
    "no_keys": "the document contains no key for RS256 or ES256.",
}
