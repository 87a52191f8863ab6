"""Asks a source as a request would."""

from __future__ import annotations

import pytest

from openhands_multiuser.identity import Identity, IdentityError, IdentityProblem, IdentitySource


async def identity_of(source: IdentitySource, token: str) -> Identity:
    return await source.identify({"authorization": [f"Bearer {token}"]}, {})


async def problem_of(source: IdentitySource, token: str) -> IdentityProblem:
    with pytest.raises(IdentityError) as caught:
        await identity_of(source, token)
    return caught.value.problem
