"""Closes what a rehearsal has used."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any

_SECONDS = 10


def run_and_close[Result](rehearsal: Coroutine[Any, Any, Result]) -> Result:
    """Run a rehearsal in an event loop of its own, and wait until all that it used is closed.

    If a service raises an error, OpenHands leaves it to the event loop to close its database
    connection. Each connection has a thread, and the process cannot end before the thread does.
    """
    with asyncio.Runner() as runner:
        try:
            return runner.run(rehearsal)
        finally:
            runner.run(_closed())


async def _closed() -> None:
    gc.collect()
    async with asyncio.timeout(_SECONDS):
        # The event loop begins to close in its next turn.
        await asyncio.sleep(0)
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)
