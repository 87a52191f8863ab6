"""CognitoUserAuth in an installed OpenHands, asked through OpenHands' own dependencies."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from openhands_multiuser.identity import IdentityError, process_source

SECRET = "0123456789abcdef0123456789abcdef"
PROOF = {"X-Gateway-Proof": SECRET}


def _user_auth() -> ModuleType:
    try:
        return importlib.import_module("openhands.app_server.user_auth.user_auth")
    except ModuleNotFoundError:  # OpenHands up to 1.6
        return importlib.import_module("openhands.server.user_auth.user_auth")


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("OPENHANDS_IDENTITY", "gateway")
    monkeypatch.setenv("GATEWAY_OPENHANDS_SECRET", SECRET)
    process_source.cache_clear()
    user_auth = _user_auth()
    monkeypatch.setattr(
        user_auth.server_config, "user_auth_class", "cognito_user_auth.CognitoUserAuth"
    )
    app = FastAPI()

    @app.get("/who")  # type: ignore[untyped-decorator]
    async def who(request: Request) -> dict[str, Any]:
        auth = await user_auth.get_user_auth(request)
        again = await user_auth.get_user_auth(request)
        return {"user": await auth.get_user_id(), "cached": auth is again}

    with TestClient(app) as running:
        yield running
    process_source.cache_clear()


def test_openhands_gets_the_user_of_the_identity_source(client: TestClient) -> None:
    answer = client.get("/who", headers=PROOF | {"X-Cognito-User-Id": "alice"})
    assert answer.json() == {"user": "alice", "cached": True}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        PROOF,
        {"X-Cognito-User-Id": "alice"},
        {"X-Cognito-User-Id": "alice", "X-Gateway-Proof": "wrong"},
        PROOF | {"X-Cognito-User-Id": "../bob"},
    ],
    ids=str,
)
def test_openhands_answers_401_to_anybody_else(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.get("/who", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.usefixtures("client")
def test_a_stored_owner_is_a_user_and_nobody_is_none() -> None:
    user_auth = _user_auth()
    owner = asyncio.run(user_auth.get_for_user("alice"))
    assert asyncio.run(owner.get_user_id()) == "alice"
    for nobody in (None, "", "..", "a/b"):
        with pytest.raises(IdentityError):
            asyncio.run(user_auth.get_for_user(nobody))


def test_a_user_auth_without_a_user_cannot_exist() -> None:
    auth = importlib.import_module("cognito_user_auth").CognitoUserAuth
    with pytest.raises(TypeError):
        auth()


@pytest.mark.usefixtures("client")
def test_settings_and_secrets_are_loaded_for_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seam: the store classes of the server configuration get the user's id."""
    auth = importlib.import_module("cognito_user_auth").CognitoUserAuth
    shared = importlib.import_module(auth.__mro__[1].__module__).shared
    asked: list[Any] = []

    class Store:
        @classmethod
        async def get_instance(cls, *arguments: Any) -> Store:
            asked.append(arguments[-1])
            return cls()

    monkeypatch.setattr(shared, "SettingsStoreImpl", Store)
    monkeypatch.setattr(shared, "SecretsStoreImpl", Store)

    async def open_stores() -> None:
        user = await auth.get_for_user("alice")
        await user.get_user_settings_store()
        await user.get_secrets_store()

    asyncio.run(open_stores())
    assert asked == ["alice", "alice"]
