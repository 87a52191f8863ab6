"""Patch 21: settings and secrets for each user.

A stock server keeps one `settings.json` and one `secrets.json` for everybody. The configuration
class names stores with a folder for each user, and a user auth that is never the default user.
Needed on every version. Verified with the classes that the server has loaded: what one user
stores, another does not load, and nobody loads nothing.
"""

from __future__ import annotations

import dataclasses
import importlib
import os
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from openhands_multiuser import current, versions
from openhands_multiuser.identity import Identity
from openhands_multiuser.patches.patch import Patch, refused, require
from openhands_multiuser.rehearsal import ALICE, BOB
from openhands_multiuser.rehearsal.files import MemoryFiles
from openhands_multiuser.settings.operator import Operator
from openhands_multiuser.start.server import Server

_VARIABLE = "OPENHANDS_CONFIG_CLS"


class Settings(Patch):
    """Settings and secrets for each user."""

    number = 21
    name = "settings and secrets for each user"
    critical = True

    def apply(self, server: Server) -> None:
        """Name the configuration class, before OpenHands reads it."""
        from openhands_multiuser.server_config import CONFIG_CLASS

        Operator.from_environment(server.environment)  # reports a contradiction now
        named = server.environment.get(_VARIABLE)
        require(named in {None, "", CONFIG_CLASS}, f"{_VARIABLE} names another class: {named}")
        os.environ[_VARIABLE] = CONFIG_CLASS

    async def verify(self, server: Server) -> None:
        """Store settings as one user, and load them as another."""
        user_auth = _loaded_user_auth()
        nobody = Request({"type": "http", "headers": []})
        files = MemoryFiles()
        with current.acting_as(Identity(ALICE)):
            alice = await user_auth.get_instance(nobody)
            settings = await _store(alice, "settings", files)
            await settings.store(versions.SETTINGS.find()(language="alice"))
        stored = await settings.load()
        require(stored is not None and stored.language == "alice", "a user's settings are lost")
        with current.acting_as(Identity(BOB)):
            bob = await user_auth.get_instance(nobody)
            loaded = await (await _store(bob, "settings", files)).load()
        require(loaded is None or loaded.language != "alice", "a user loads another's settings")
        paths = {(await _store(each, "secrets", files)).path for each in (alice, bob)}
        require(len(paths) == 2, "users share one file of secrets")  # noqa: PLR2004
        if server.source.many_users:
            with refused("a request without a user has settings", HTTPException):
                await user_auth.get_instance(nobody)


def _loaded_user_auth() -> Any:
    """Return the class that the running server takes for its user auth."""
    name = _shared().server_config.user_auth_class
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def _shared() -> Any:
    return importlib.import_module("openhands.server.shared")


async def _store(auth: Any, kind: str, files: MemoryFiles) -> Any:
    store = await (
        auth.get_user_settings_store() if kind == "settings" else auth.get_secrets_store()
    )
    return dataclasses.replace(store, file_store=files)
