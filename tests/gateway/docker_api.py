"""A fake Docker API on a Unix socket: the list of containers, the events, and faults."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from aiohttp import web

from demo.loop_thread import Loop, running_loop
from tests.gateway.docker_container import Container

#: What may be wrong with the list: an error status, no JSON, JSON of another kind, no answer in
#: time, or a connection that closes.
Fault = Literal["500", "garbage", "object", "slow", "closed"]


class DockerApi:
    """The part of Docker's API that the gateway uses.

    Attributes:
        socket: path of the Unix socket.
        fault: what is wrong with the list; None if nothing is.
        asked: how many times the list was asked for.
        has_events: whether events are told; a proxy before Docker's socket may refuse them.
        refused: how many times they were not.
        filters: whether the list is filtered.
        overrides: fields of each entry of the list in place of its own.
    """

    def __init__(self, socket: Path, loop: Loop) -> None:
        self.socket = socket
        self.fault: Fault | None = None
        self.asked = 0
        self.has_events = True
        self.refused = 0
        self.filters = True
        self.overrides: dict[str, Any] = {}
        self._containers: dict[str, Container] = {}
        self._listeners: set[asyncio.Queue[bytes]] = set()
        self._loop = loop
        self._runner: web.AppRunner | None = None

    def start(self) -> None:
        """Listens on the socket."""
        self._loop.run(self._start())

    def stop(self) -> None:
        """Stops as the daemon does: the socket file stays, and nobody listens."""
        self._loop.run(self._stop())

    def add(self, container: Container) -> Container:
        """Starts a container, and sends Docker's event."""
        self._loop.run(self._add(container))
        return container

    def remove(self, container: Container) -> None:
        """Stops a container, and removes it; returns once all who follow the events can read it."""
        self._loop.run(self._remove(container))

    def change(self, container: Container, state: str, action: str) -> None:
        """Changes a container's state, and sends Docker's event."""
        container.state = state
        self.tell(_event(action, container))

    def tell(self, event: bytes) -> None:
        """Sends an event, as a line of JSON, to all clients that follow the events."""
        self._loop.run(self._tell(event))

    def clear(self) -> None:
        """Removes all containers and oddities."""
        for container in list(self._containers.values()):
            self.remove(container)
        self.fault, self.filters, self.overrides = None, True, {}

    async def _start(self) -> None:
        application = web.Application()
        application.router.add_get("/containers/json", self._list)
        application.router.add_get("/events", self._events)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        self.socket.unlink(missing_ok=True)
        await web.UnixSite(self._runner, str(self.socket)).start()
        self.socket.chmod(0o666)

    async def _stop(self) -> None:
        for listener in self._listeners:
            listener.put_nowait(b"")
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _add(self, container: Container) -> None:
        self._containers[container.id] = container
        await self._tell(_event("start", container))

    async def _remove(self, container: Container) -> None:
        if self._containers.pop(container.id, None):
            await self._tell(_event("die", container))

    async def _tell(self, event: bytes) -> None:
        for listener in self._listeners:
            listener.put_nowait(event + b"\n")

    async def _events(self, request: web.Request) -> web.StreamResponse:
        if not self.has_events:
            self.refused += 1
            return web.Response(status=403)
        filters = json.loads(request.query["filters"])
        assert "container" in filters["type"]
        assert {"start", "die"} <= set(filters["event"])
        listener: asyncio.Queue[bytes] = asyncio.Queue()
        self._listeners.add(listener)
        response = web.StreamResponse()
        try:
            await response.prepare(request)
            while event := await listener.get():
                await response.write(event)
        finally:
            self._listeners.discard(listener)
        return response

    async def _list(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        match self.fault:
            case "500":
                return web.json_response({"message": "server error at /var/lib/docker"}, status=500)
            case "garbage":
                return web.Response(text="<html>not JSON")
            case "object":
                return web.json_response({"message": "a list was expected"})
            case "slow":
                await asyncio.sleep(60)
            case "closed":
                assert request.transport
                request.transport.close()
        filters = json.loads(request.query["filters"])
        chosen = [
            one.listed() | self.overrides
            for one in self._containers.values()
            if not self.filters or _is_asked_for(one, filters, is_all="all" in request.query)
        ]
        return web.json_response(chosen)


def _event(action: str, container: Container) -> bytes:
    actor = {"ID": container.id, "Attributes": dict(container.labels)}
    return json.dumps({"Type": "container", "Action": action, "Actor": actor}).encode()


def _is_asked_for(container: Container, filters: Mapping[str, list[str]], *, is_all: bool) -> bool:
    labels = [f"{name}={value}" for name, value in container.labels.items()]
    return (
        all(label in labels for label in filters.get("label", []))
        and any(name in f"/{container.name}" for name in filters.get("name", ["/"]))
        and (is_all or container.state in ("running", "paused", "restarting"))
    )


@contextmanager
def docker_api(folder: Path) -> Iterator[DockerApi]:
    """Serves on ``docker.sock`` in a folder until the block is left."""
    with running_loop() as loop:
        api = DockerApi(folder / "docker.sock", loop)
        api.start()
        try:
            yield api
        finally:
            api.stop()
