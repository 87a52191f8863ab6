"""What happens to containers, told to all who follow."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator

from demo.real.process_engine.container import Container
from demo.real.process_engine.filters import Filters


class Events:
    """The engine's events."""

    def __init__(self) -> None:
        self._filters: dict[asyncio.Queue[bytes | None], Filters] = {}

    def tell(self, action: str, container: Container) -> None:
        """Tells all followers whose filters match."""
        creation = container.creation
        now = time.time_ns()
        event = {
            "Type": "container",
            "Action": action,
            "Actor": {
                "ID": container.id,
                "Attributes": {
                    **creation.labels,
                    "image": creation.image,
                    "name": creation.name,
                },
            },
            "scope": "local",
            "time": now // 10**9,
            "timeNano": now,
            # Older clients read these.
            "status": action,
            "id": container.id,
            "from": creation.image,
        }
        line = json.dumps(event).encode() + b"\n"
        for follower, filters in self._filters.items():
            if filters.match_event(action, container):
                follower.put_nowait(line)

    async def follow(self, filters: Filters) -> AsyncIterator[bytes]:
        """Yields the events from now on, each as a line of JSON, until `close`."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._filters[queue] = filters
        try:
            while event := await queue.get():
                yield event
        finally:
            del self._filters[queue]

    def close(self) -> None:
        """Ends all streams of events."""
        for follower in self._filters:
            follower.put_nowait(None)
