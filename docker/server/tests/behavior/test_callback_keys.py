"""The keys with which agents reach `/mcp`, signed by the installed version's own service."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import jwt
import pytest

from openhands_multiuser.identity import Identity
from openhands_multiuser.layer import callback_keys


def owner(key: str) -> Identity | None:
    return asyncio.run(callback_keys.owner(key))


def signed(claims: dict[str, Any], **options: Any) -> str:
    async def sign() -> str:
        service = await callback_keys._jwt_service()
        token: str = service.create_jws_token(claims, **options)
        return token

    return asyncio.run(sign())


def test_a_key_names_its_user() -> None:
    key = asyncio.run(callback_keys.issue("alice"))
    assert owner(key) == Identity("alice")


def forgeries() -> dict[str, str]:
    key = asyncio.run(callback_keys.issue("alice"))
    header, _, signature = key.split(".")
    kid = jwt.get_unverified_header(key)["kid"]
    other = jwt.encode({"mcp_user": "bob"}, "x" * 32, algorithm="HS256", headers={"kid": kid})
    return {
        "no token": "alice",
        "another user": ".".join((header, other.split(".")[1], signature)),
        "another key": other,
        "no algorithm": jwt.encode({"mcp_user": "bob"}, "", algorithm="none", headers={"kid": kid}),
        "expired": signed({"mcp_user": "bob"}, expires_in=timedelta(seconds=-60)),
        "an access token of OpenHands": signed({"user_id": "bob", "provider_type": "github"}),
        "an impossible user": signed({"mcp_user": "../bob"}),
    }


def test_nothing_else_is_a_key(subtests: pytest.Subtests) -> None:
    for name, key in forgeries().items():
        with subtests.test(name):
            assert owner(key) is None
