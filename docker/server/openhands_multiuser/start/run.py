"""The patches' way: apply all, import OpenHands' routes, verify all."""

from __future__ import annotations

import importlib
import logging
import os

from openhands_multiuser.patches import PATCHES
from openhands_multiuser.patches.patch import Patch, State
from openhands_multiuser.rehearsal.closing import run_and_close
from openhands_multiuser.start.report import Outcome, Report
from openhands_multiuser.start.server import Server

_log = logging.getLogger(__name__)


def patched_server() -> tuple[Server, Report]:
    """Patch the OpenHands of this process.

    Returns:
        The server, and what became of each patch.
    """
    server = Server(os.environ)
    outcomes = {patch: _applied(patch, server) for patch in PATCHES}
    problem = _import_routes()
    verified = run_and_close(_verified(outcomes, server, problem))
    return server, Report.of(verified)


def _applied(patch: Patch, server: Server) -> Outcome:
    skipped = patch.skipped(server)
    if skipped:
        return Outcome.of(patch, skipped.state, skipped.why)
    try:
        patch.apply(server)
    except Exception as error:  # noqa: BLE001 whatever a new version raises
        return _failed(patch, error)
    return Outcome.of(patch, State.APPLIED)


def _import_routes() -> Exception | None:
    try:
        importlib.import_module("openhands.server.listen")
    except Exception as error:  # noqa: BLE001 whatever a new version raises
        _log.debug("OpenHands cannot be imported", exc_info=True)
        return error
    return None


async def _verified(
    outcomes: dict[Patch, Outcome], server: Server, problem: Exception | None
) -> list[Outcome]:
    return [await _outcome(each, outcomes[each], server, problem) for each in outcomes]


async def _outcome(
    patch: Patch, applied: Outcome, server: Server, problem: Exception | None
) -> Outcome:
    if applied.state != State.APPLIED:
        return applied
    if problem is not None:
        return _failed(patch, problem)
    try:
        await patch.verify(server)
    except Exception as error:  # noqa: BLE001 whatever a new version raises
        return _failed(patch, error)
    return applied


def _failed(patch: Patch, error: Exception) -> Outcome:
    _log.debug("patch %s", patch.number, exc_info=error)
    return Outcome.of(patch, State.FAILED, str(error) or type(error).__name__)
