from __future__ import annotations

import pytest

from openhands_multiuser.identity import Identity, IdentityError, IdentityProblem
from openhands_multiuser.identity.gateway import GatewayProof, GatewaySource
from openhands_multiuser.identity.single import SingleSource

SECRET = "0123456789abcdef0123456789abcdef"
SOURCE = GatewaySource(GatewayProof(SECRET))
USER = "x-cognito-user-id"
PROOF = "x-gateway-proof"

pytestmark = pytest.mark.anyio


async def test_the_gateways_user_is_believed_with_the_gateways_proof() -> None:
    assert await SOURCE.identify({USER: ["alice"], PROOF: [SECRET]}, {}) == Identity("alice")


@pytest.mark.parametrize(
    ("headers", "problem"),
    [
        ({}, IdentityProblem.MISSING),
        ({PROOF: [SECRET]}, IdentityProblem.MISSING),
        ({USER: [""], PROOF: [SECRET]}, IdentityProblem.MISSING),
        ({USER: ["alice"]}, IdentityProblem.UNPROVEN),
        ({USER: ["alice"], PROOF: [""]}, IdentityProblem.UNPROVEN),
        ({USER: ["alice"], PROOF: [SECRET[:-1]]}, IdentityProblem.UNPROVEN),
        ({USER: ["alice"], PROOF: [SECRET + "0"]}, IdentityProblem.UNPROVEN),
        ({USER: ["alice"], PROOF: [SECRET.upper()]}, IdentityProblem.UNPROVEN),
        ({USER: ["alice"], PROOF: [SECRET[:-1] + "é"]}, IdentityProblem.UNPROVEN),
        ({USER: ["alice"], PROOF: ["\udcff" * 32]}, IdentityProblem.UNPROVEN),
        ({USER: ["alice", "bob"], PROOF: [SECRET]}, IdentityProblem.REPEATED),
        ({USER: ["alice", "alice"], PROOF: [SECRET]}, IdentityProblem.REPEATED),
        ({USER: ["alice"], PROOF: [SECRET, "x"]}, IdentityProblem.REPEATED),
        ({USER: ["alice, bob"], PROOF: [SECRET]}, IdentityProblem.INVALID_USER_ID),
        ({USER: ["../bob"], PROOF: [SECRET]}, IdentityProblem.INVALID_USER_ID),
    ],
)
async def test_a_request_without_one_user_and_one_proof_is_refused(
    headers: dict[str, list[str]], problem: IdentityProblem
) -> None:
    with pytest.raises(IdentityError) as caught:
        await SOURCE.identify(headers, {})
    assert caught.value.problem is problem


async def test_an_empty_secret_proves_nothing() -> None:
    with pytest.raises(IdentityError) as caught:
        await GatewaySource(GatewayProof("")).identify({USER: ["alice"], PROOF: [""]}, {})
    assert caught.value.problem is IdentityProblem.UNPROVEN


def test_the_secret_does_not_appear_in_a_traceback() -> None:
    assert SECRET not in repr(SOURCE)


async def test_a_single_user_needs_no_credentials_without_a_gateway() -> None:
    assert await SingleSource(Identity("me")).identify({}, {}) == Identity("me")


async def test_a_single_user_is_not_whoever_bypasses_the_gateway() -> None:
    source = SingleSource(Identity("me"), GatewayProof(SECRET))
    assert await source.identify({PROOF: [SECRET]}, {}) == Identity("me")
    with pytest.raises(IdentityError) as caught:
        await source.identify({USER: ["me"]}, {})
    assert caught.value.problem is IdentityProblem.UNPROVEN


@pytest.mark.parametrize("user_id", ["a", "A-1_b:c@d.e", "x" * 128, ".a", "a.."])
def test_a_user_id_may_be(user_id: str) -> None:
    assert Identity(user_id).user_id == user_id


@pytest.mark.parametrize(
    "user_id",
    ["", ".", "..", "x" * 129, "a/b", "a\\b", "a b", "a\n", "\x00", "é", "auth0|a", "%2e", "*"],
)
def test_a_user_id_that_could_leave_its_folder_or_label_is_refused(user_id: str) -> None:
    with pytest.raises(IdentityError) as caught:
        Identity(user_id)
    assert caught.value.problem is IdentityProblem.INVALID_USER_ID
