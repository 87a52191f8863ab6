"""The identity source that environment variables describe."""

from __future__ import annotations

import pytest

from openhands_multiuser.identity import (
    ConfigurationError,
    ConfigurationProblem,
    Identity,
    from_environment,
)
from openhands_multiuser.identity.claims import ClaimPolicy
from openhands_multiuser.identity.gateway import GatewayProof, GatewaySource
from openhands_multiuser.identity.single import SingleSource
from openhands_multiuser.identity.token_location import (
    BearerToken,
    TokenCookie,
    TokenHeader,
    TokenLocation,
)
from openhands_multiuser.identity.token_source import TokenSource

P = ConfigurationProblem
PROOF = "GATEWAY_OPENHANDS_SECRET"
POOL = "COGNITO_USER_POOL_ID"

SECRET = "0123456789abcdef0123456789abcdef"
OIDC = {
    "OPENHANDS_IDENTITY": "oidc",
    "OIDC_ISSUER": "https://id.example/realms/team",
    "OIDC_AUDIENCE": "app",
}
COGNITO = {
    "OPENHANDS_IDENTITY": "cognito",
    POOL: "eu-central-1_AbC123",
    "COGNITO_CLIENT_ID": "client",
}
SINGLE = {"OPENHANDS_IDENTITY": "single"}
BOTH_USES = frozenset({"id", "access"})


def token_source(environ: dict[str, str]) -> TokenSource:
    source = from_environment(environ)
    assert isinstance(source, TokenSource)
    return source


@pytest.mark.parametrize("named", [{}, {"OPENHANDS_IDENTITY": "gateway"}], ids=str)
def test_the_gateway_is_the_default(named: dict[str, str]) -> None:
    source = from_environment({PROOF: SECRET, **named})
    assert source == GatewaySource(GatewayProof(SECRET))
    assert source.many_users


def test_a_single_user_has_a_name_and_may_demand_the_gateways_proof() -> None:
    assert from_environment(SINGLE) == SingleSource(Identity("owner"))
    named = SINGLE | {"OPENHANDS_SINGLE_USER": "me", PROOF: SECRET}
    assert from_environment(named) == SingleSource(Identity("me"), GatewayProof(SECRET))
    assert not from_environment(SINGLE).many_users


@pytest.mark.parametrize(
    ("pool", "issuer"),
    [
        (
            "eu-central-1_AbC123",
            "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC123",
        ),
        ("us-gov-west-1_X", "https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_X"),
        ("cn-north-1_X", "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_X"),
    ],
)
def test_a_pool_id_is_enough_to_find_cognitos_issuer(pool: str, issuer: str) -> None:
    source = token_source(COGNITO | {POOL: pool})
    assert source.policy == ClaimPolicy(issuer, frozenset({"client"}), BOTH_USES)


def test_the_token_use_can_be_restricted() -> None:
    assert token_source(COGNITO | {"COGNITO_TOKEN_USE": "id"}).policy.token_uses == {"id"}


def test_an_oidc_issuer_may_have_several_audiences_and_another_user_id_claim() -> None:
    more = {"OIDC_AUDIENCE": "app, other,", "OPENHANDS_IDENTITY_CLAIM": "email"}
    expected = ClaimPolicy(OIDC["OIDC_ISSUER"], frozenset({"app", "other"}), user_id_claim="email")
    assert token_source(OIDC | more).policy == expected


@pytest.mark.parametrize(
    ("more", "location"),
    [
        ({}, BearerToken()),
        ({"OPENHANDS_IDENTITY_COOKIE": "__Host-Token"}, TokenCookie("__Host-Token")),
        (
            {"OPENHANDS_IDENTITY_HEADER": "X-Amzn-Oidc-Accesstoken"},
            TokenHeader("x-amzn-oidc-accesstoken"),
        ),
    ],
)
def test_the_token_is_read_from_one_place(more: dict[str, str], location: TokenLocation) -> None:
    assert token_source(OIDC | more).location == location


@pytest.mark.parametrize(
    ("environ", "variable", "problem"),
    [
        ({}, PROOF, P.UNSET),
        ({PROOF: ""}, PROOF, P.UNSET),
        ({PROOF: "x" * 31}, PROOF, P.SHORT_SECRET),
        ({PROOF: SECRET + "\n"}, PROOF, P.UNSENDABLE_SECRET),
        ({PROOF: "ü" * 32}, PROOF, P.UNSENDABLE_SECRET),
        (SINGLE | {PROOF: ""}, PROOF, P.UNSET),
        (SINGLE | {"OPENHANDS_SINGLE_USER": "../me"}, "OPENHANDS_SINGLE_USER", P.BAD_USER_ID),
        ({"OPENHANDS_IDENTITY": "none"}, "OPENHANDS_IDENTITY", P.UNKNOWN_SOURCE),
        ({"OPENHANDS_IDENTITY": "Cognito"}, "OPENHANDS_IDENTITY", P.UNKNOWN_SOURCE),
        (COGNITO | {POOL: ""}, POOL, P.UNSET),
        (COGNITO | {POOL: "AbC123"}, POOL, P.BAD_POOL),
        (COGNITO | {POOL: "eu-west-1_A/../B"}, POOL, P.BAD_POOL),
        (COGNITO | {POOL: "evil.example/eu-west-1_A"}, POOL, P.BAD_POOL),
        (COGNITO | {"COGNITO_CLIENT_ID": ""}, "COGNITO_CLIENT_ID", P.UNSET),
        (COGNITO | {"COGNITO_CLIENT_ID": " , "}, "COGNITO_CLIENT_ID", P.UNSET),
        (COGNITO | {"COGNITO_TOKEN_USE": "id,refresh"}, "COGNITO_TOKEN_USE", P.BAD_TOKEN_USE),
        (COGNITO | {"COGNITO_TOKEN_USE": ","}, "COGNITO_TOKEN_USE", P.UNSET),
        (OIDC | {"OIDC_ISSUER": ""}, "OIDC_ISSUER", P.UNSET),
        (OIDC | {"OIDC_ISSUER": "http://id.example"}, "OIDC_ISSUER", P.BAD_ISSUER),
        (OIDC | {"OIDC_ISSUER": "https://id.example?a=b"}, "OIDC_ISSUER", P.BAD_ISSUER),
        (OIDC | {"OIDC_ISSUER": "id.example"}, "OIDC_ISSUER", P.BAD_ISSUER),
        (OIDC | {"OIDC_AUDIENCE": ""}, "OIDC_AUDIENCE", P.UNSET),
        (OIDC | {"OPENHANDS_IDENTITY_COOKIE": "a b"}, "OPENHANDS_IDENTITY_COOKIE", P.BAD_NAME),
        (OIDC | {"OPENHANDS_IDENTITY_HEADER": "a:"}, "OPENHANDS_IDENTITY_HEADER", P.BAD_NAME),
        (
            OIDC | {"OPENHANDS_IDENTITY_HEADER": "a", "OPENHANDS_IDENTITY_COOKIE": "b"},
            "OPENHANDS_IDENTITY_HEADER",
            P.EXCLUSIVE,
        ),
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_configuration_names_its_variable(
    environ: dict[str, str], variable: str, problem: ConfigurationProblem
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        from_environment(environ)
    assert (caught.value.variable, caught.value.problem) == (variable, problem)
    assert str(caught.value).startswith(f"{variable} ")


def test_a_wrong_configuration_does_not_print_the_secret() -> None:
    with pytest.raises(ConfigurationError) as caught:
        from_environment({PROOF: "hunter2"})
    assert "hunter2" not in str(caught.value)
