"""OpenHands' services as a route gets them, on a database of their own that its migrations made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openhands_multiuser import current
from openhands_multiuser.identity import Identity
from openhands_multiuser.start.server import Server

_FILE = "openhands.db"


@contextmanager
def migrated_database(server: Server) -> Iterator[None]:
    """Point OpenHands to an empty SQLite database, made by its own migrations, for the block."""
    with TemporaryDirectory(prefix="openhands-multiuser-") as folder:
        (Path(folder) / _FILE).write_bytes(_migrated(server))
        with _database_in(server, folder):
            yield


@cache
def _migrated(server: Server) -> bytes:
    """Return the database that the installed version's migrations make."""
    from openhands.app_server.app_lifespan.oss_app_lifespan_service import OssAppLifespanService

    with TemporaryDirectory(prefix="openhands-multiuser-") as folder:
        with _database_in(server, folder) as database:
            OssAppLifespanService().run_alembic()
            database.get_db_engine().dispose()
        return (Path(folder) / _FILE).read_bytes()


@contextmanager
def _database_in(server: Server, folder: str) -> Iterator[Any]:
    from openhands.app_server.services.db_session_injector import DbSessionInjector

    config, before = server.config, server.config.db_session
    database = DbSessionInjector(persistence_dir=Path(folder))
    # The operator's database is named by variables.
    database.host = database.gcp_db_instance = None
    config.db_session = database
    try:
        yield database
    finally:
        config.db_session = before


@asynccontextmanager
async def service_of(server: Server, user_id: str, name: str) -> AsyncIterator[Any]:
    """Yield a service of the configuration's injector, on behalf of a user."""
    from openhands.app_server.services.injector import InjectorState
    from openhands.app_server.user.auth_user_context import AuthUserContext
    from openhands.app_server.user.specifiy_user_context import USER_CONTEXT_ATTR

    from openhands_multiuser.user_auth import CognitoUserAuth

    identity = Identity(user_id)
    state = InjectorState()
    auth = CognitoUserAuth(identity=identity)
    setattr(state, USER_CONTEXT_ATTR, AuthUserContext(user_auth=auth))
    with current.acting_as(identity):
        async with aclosing(getattr(server.config, name).inject(state)) as services:
            async for service in services:
                yield service
