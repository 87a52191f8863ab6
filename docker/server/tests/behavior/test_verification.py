"""The verification passes on the installed version, and notices each patch that does not hold."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import true

from openhands_multiuser.identity import Identity
from openhands_multiuser.identity.gateway import GatewaySource
from openhands_multiuser.layer.guard import Guard
from openhands_multiuser.patches import PATCHES
from openhands_multiuser.patches.patch import DoesNotHoldError
from openhands_multiuser.rehearsal.closing import run_and_close
from openhands_multiuser.sandboxes.docker_client import OwnedContainers
from openhands_multiuser.sandboxes.owners import DockerSandboxOwners
from openhands_multiuser.scope import sessions, tables
from openhands_multiuser.scope.sessions import ScopedSessions
from openhands_multiuser.start.report import Report
from openhands_multiuser.start.server import Server

BY_NUMBER = {patch.number: patch for patch in PATCHES}


def test_every_critical_patch_is_applied(patched: tuple[Server, Report]) -> None:
    states = {each.number: each.line() for each in patched[1].patches if each.critical}
    assert {n: line for n, line in states.items() if not line.endswith(": applied")} == {}
    assert sorted(states) == [0, 10, 11, 14, 15, 16, 21, 27]


async def _let_through(self: Any, scope: Any, receive: Any, send: Any) -> None:
    await self._app(scope, receive, send)


async def _anybody(_self: Any, _headers: Any, _cookies: Any) -> Identity:
    return Identity("anybody")


async def _nothing(_self: Any, _conversation_id: Any) -> None:
    return None


def _unlabelled(self: Any, image: str, command: Any = None, **options: Any) -> Any:
    return self._own(self._containers.run(image, command, **options))


def _in_services(monkeypatch: pytest.MonkeyPatch, name: str, method: str) -> None:
    """Give an owned service the stock service's method."""
    from openhands_multiuser.sandboxes import service
    from openhands_multiuser.scope import conversations

    owned = getattr(service, name, None) or getattr(conversations, name)
    monkeypatch.setattr(owned, method, getattr(owned.__mro__[1], method))


def _shared_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    from openhands_multiuser.settings import stores

    monkeypatch.setattr(stores, "owned_path", lambda _user_id, file: file)


def _any_id(monkeypatch: pytest.MonkeyPatch) -> None:
    from openhands_multiuser.scope.conversations import OwnedConversationService

    monkeypatch.setattr(OwnedConversationService, "_require_free", _nothing)


type Fault = Callable[[pytest.MonkeyPatch], None]

FAULTS: dict[str, tuple[int, Fault]] = {
    "requests pass the layer": (0, lambda m: m.setattr(Guard, "__call__", _let_through)),
    "anybody is a user": (0, lambda m: m.setattr(GatewaySource, "identify", _anybody)),
    "the image's tag": (2, lambda m: m.setattr(OwnedContainers, "_own", lambda _s, each: each)),
    "no conversation label": (10, lambda m: m.setattr(OwnedContainers, "run", _unlabelled)),
    "stock start": (
        11,
        lambda m: _in_services(m, "OwnedConversationService", "start_app_conversation"),
    ),
    "any conversation id": (11, _any_id),
    "sandbox without owner": (
        14,
        lambda m: _in_services(m, "OwnedDockerSandboxService", "_container_to_sandbox_info"),
    ),
    "key without owner": (
        14,
        lambda m: m.setattr(DockerSandboxOwners, "_search", lambda _self, _key: None),
    ),
    "conversation without owner": (
        15,
        lambda m: _in_services(m, "OwnedConversationInfoService", "_to_info"),
    ),
    "no user label": (16, lambda m: m.setattr(OwnedContainers, "run", _unlabelled)),
    "all sandboxes listed": (
        16,
        lambda m: m.setattr(OwnedContainers, "list", lambda s, **o: s._containers.list(**o)),
    ),
    "any sandbox opened": (
        16,
        lambda m: m.setattr(OwnedContainers, "get", lambda s, name: s._containers.get(name)),
    ),
    "one settings file": (21, _shared_settings),
    "all rows visible": (
        27,
        lambda m: m.setattr(ScopedSessions, "_visible", lambda *_: true()),
    ),
    "all rows written": (27, lambda m: m.setattr(ScopedSessions, "_require_own", lambda *_: None)),
    "a new table": (27, lambda m: m.delitem(tables.RULES, "event_callback_result")),
}


@pytest.mark.parametrize(("number", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_patch_that_does_not_hold_is_noticed(
    number: int, fault: Fault, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    with pytest.raises(Exception, match=r".+"):
        run_and_close(BY_NUMBER[number].verify(server))


def test_a_table_that_only_a_condition_names_is_noticed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(server.config, "pending_message"):
        pytest.skip("up to 1.5 no statement is of this kind")
    monkeypatch.setattr(sessions, "passed_over", lambda _statement: set())
    with pytest.raises(DoesNotHoldError, match="another user counts messages"):
        run_and_close(BY_NUMBER[27].verify(server))


@pytest.mark.parametrize("number", sorted(BY_NUMBER))
def test_no_thread_stays_after_a_verification(number: int, server: Server) -> None:
    before = threading.enumerate()
    patch = BY_NUMBER[number]
    if patch.skipped(server):
        pytest.skip("off")
    for _ in range(3):
        run_and_close(patch.verify(server))
    # The event loop's own executor may keep threads, which do not hinder the end.
    left = [thread for thread in threading.enumerate() if thread not in before]
    assert [thread.name for thread in left if not thread.daemon] == []


@pytest.mark.parametrize("number", sorted({number for number, _ in FAULTS.values()}))
def test_a_patch_that_holds_is_not(number: int, server: Server) -> None:
    run_and_close(BY_NUMBER[number].verify(server))
