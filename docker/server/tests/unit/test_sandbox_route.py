"""The route by which the gateway learns a conversation's sandbox."""

from __future__ import annotations

from uuid import UUID

import pytest

from openhands_multiuser import current
from openhands_multiuser.layer.sandbox_route import SandboxRoute
from tests.unit.requests import Inner, ask

HERS = UUID("3f0c8a527a1e4b609c2d0a1b2c3d4e5f")


async def find(conversation: UUID) -> str | None:
    return "oh-agent-server-x" if conversation == HERS else None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/api/multiuser/conversations/{HERS.hex}/sandbox", 200),
        (f"/api/multiuser/conversations/{'0' * 32}/sandbox", 404),
    ],
)
def test_the_route_tells_the_sandbox(path: str, status: int) -> None:
    inner = Inner()
    assert ask(SandboxRoute(inner, find), path) == status
    assert inner.users == []


@pytest.mark.parametrize(
    "path",
    ["/", f"/api/multiuser/conversations/{HERS}/sandbox", "/api/multiuser/conversations/x/sandbox"],
)
def test_other_paths_reach_openhands(path: str) -> None:
    inner = Inner()
    ask(SandboxRoute(inner, find), path)
    assert inner.users == [current.user_id()]
