"""Builds the identity source that the operator's environment variables describe."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NoReturn

from openhands_multiuser.identity.claims import ClaimPolicy
from openhands_multiuser.identity.errors import ConfigurationError, ConfigurationProblem
from openhands_multiuser.identity.gateway import GatewayProof, GatewaySource
from openhands_multiuser.identity.issuer import is_secure
from openhands_multiuser.identity.model import Identity, IdentitySource
from openhands_multiuser.identity.single import SingleSource
from openhands_multiuser.identity.token_location import (
    BearerToken,
    TokenCookie,
    TokenHeader,
    TokenLocation,
)
from openhands_multiuser.identity.token_source import TokenSource
from openhands_multiuser.user_ids import is_user_id

SOURCE = "OPENHANDS_IDENTITY"
USER = "OPENHANDS_SINGLE_USER"
COOKIE = "OPENHANDS_IDENTITY_COOKIE"
HEADER = "OPENHANDS_IDENTITY_HEADER"
CLAIM = "OPENHANDS_IDENTITY_CLAIM"
SECRET = "GATEWAY_OPENHANDS_SECRET"  # noqa: S105
POOL = "COGNITO_USER_POOL_ID"
CLIENT = "COGNITO_CLIENT_ID"
TOKEN_USE = "COGNITO_TOKEN_USE"  # noqa: S105
ISSUER = "OIDC_ISSUER"
AUDIENCE = "OIDC_AUDIENCE"

MIN_SECRET = 32

_POOL = re.compile(r"([a-z]{2}(?:-[a-z]+)+-\d+)_[A-Za-z0-9]+")
# RFC 9110, section 5.6.2.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

type _Environment = Mapping[str, str]


def from_environment(environ: _Environment) -> IdentitySource:
    """Returns the identity source that the environment describes; by default, the gateway.

    Raises:
        ConfigurationError: a variable is missing or invalid.
    """
    build = _SOURCES.get(environ.get(SOURCE) or "gateway")
    if build is None:
        _refuse(SOURCE, ConfigurationProblem.UNKNOWN_SOURCE)
    return build(environ)


@cache
def process_source() -> IdentitySource:
    """Returns the identity source of this process.

    Raises:
        ConfigurationError: a variable is missing or invalid.
    """
    return from_environment(os.environ)


def _gateway(environ: _Environment) -> IdentitySource:
    return GatewaySource(_proof(environ))


def _cognito(environ: _Environment) -> IdentitySource:
    pool = _POOL.fullmatch(_required(environ, POOL)) or _refuse(POOL, ConfigurationProblem.BAD_POOL)
    uses = _names(environ, TOKEN_USE) if environ.get(TOKEN_USE) else frozenset({"id", "access"})
    if not uses <= {"id", "access"}:
        _refuse(TOKEN_USE, ConfigurationProblem.BAD_TOKEN_USE)
    domain = "amazonaws.com.cn" if pool[1].startswith("cn-") else "amazonaws.com"
    issuer = f"https://cognito-idp.{pool[1]}.{domain}/{pool[0]}"
    return _token_source(environ, issuer, _names(environ, CLIENT), uses)


def _oidc(environ: _Environment) -> IdentitySource:
    issuer = _required(environ, ISSUER)
    if not is_secure(issuer, may_be_local=True) or "?" in issuer:
        _refuse(ISSUER, ConfigurationProblem.BAD_ISSUER)
    return _token_source(environ, issuer, _names(environ, AUDIENCE), frozenset())


def _single(environ: _Environment) -> IdentitySource:
    user_id = environ.get(USER) or "owner"
    if not is_user_id(user_id):
        _refuse(USER, ConfigurationProblem.BAD_USER_ID)
    return SingleSource(Identity(user_id), _proof(environ) if SECRET in environ else None)


_SOURCES: dict[str, Callable[[_Environment], IdentitySource]] = {
    "gateway": _gateway,
    "cognito": _cognito,
    "oidc": _oidc,
    "single": _single,
}


def _token_source(
    environ: _Environment, issuer: str, audiences: frozenset[str], uses: frozenset[str]
) -> IdentitySource:
    claim = environ.get(CLAIM) or "sub"
    policy = ClaimPolicy(issuer, audiences, token_uses=uses, user_id_claim=claim)
    return TokenSource(_location(environ), policy)


def _location(environ: _Environment) -> TokenLocation:
    cookie, header = environ.get(COOKIE), environ.get(HEADER)
    if cookie and header:
        _refuse(HEADER, ConfigurationProblem.EXCLUSIVE)
    for variable, name in ((COOKIE, cookie), (HEADER, header)):
        if name and not _TOKEN.fullmatch(name):
            _refuse(variable, ConfigurationProblem.BAD_NAME)
    if cookie:
        return TokenCookie(cookie)
    return TokenHeader(header.lower()) if header else BearerToken()


def _proof(environ: _Environment) -> GatewayProof:
    secret = _required(environ, SECRET)
    if len(secret) < MIN_SECRET:
        _refuse(SECRET, ConfigurationProblem.SHORT_SECRET)
    if not re.fullmatch(r"[!-~]+", secret):
        _refuse(SECRET, ConfigurationProblem.UNSENDABLE_SECRET)
    return GatewayProof(secret)


def _names(environ: _Environment, variable: str) -> frozenset[str]:
    names = frozenset(name.strip() for name in _required(environ, variable).split(","))
    return names - {""} or _refuse(variable, ConfigurationProblem.UNSET)


def _required(environ: _Environment, variable: str) -> str:
    return environ.get(variable) or _refuse(variable, ConfigurationProblem.UNSET)


def _refuse(variable: str, problem: ConfigurationProblem) -> NoReturn:
    raise ConfigurationError(variable, problem)
