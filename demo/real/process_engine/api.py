"""The routes of the Engine API."""

from __future__ import annotations

import json
import re
import signal
import struct
from collections.abc import Awaitable, Callable

from aiohttp import web

from demo.real.process_engine.container import Container
from demo.real.process_engine.creation import read_creation
from demo.real.process_engine.descriptions import (
    describe_container,
    describe_image,
    image_id,
    summarize_container,
)
from demo.real.process_engine.engine import Engine
from demo.real.process_engine.errors import EngineError, InvalidRequestError, NotFoundError
from demo.real.process_engine.filters import EVENT_FILTERS, LIST_FILTERS, read_filters

API_VERSION = "1.44"
_MIN_API_VERSION = "1.24"
_STDOUT = 1

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(engine: Engine) -> web.Application:
    """The Engine API of an engine, with and without a version in the path."""
    application = web.Application(middlewares=[_answer_errors], client_max_size=1 << 24)
    routes = _Routes(engine)
    for prefix in ("", r"/v{version:\d+\.\d+}"):
        for method, path, handler in routes.table():
            application.router.add_route(method, prefix + path, handler)
    return application


@web.middleware
async def _answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except EngineError as error:
        return web.json_response({"message": str(error)}, status=error.status)
    except web.HTTPNotFound:
        message = f"{request.method} {request.path} is not part of this engine"
        return web.json_response({"message": message}, status=404)


class _Routes:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def table(self) -> list[tuple[str, str, Handler]]:
        container = "/containers/{id}"
        return [
            ("GET", "/_ping", self._ping),
            ("HEAD", "/_ping", self._ping),
            ("GET", "/version", self._version),
            ("GET", "/events", self._events),
            ("GET", "/images/{name:.+}/json", self._image),
            ("GET", "/volumes/{name}", self._volume),
            ("DELETE", "/volumes/{name}", self._volume),
            ("GET", "/containers/json", self._list),
            ("POST", "/containers/create", self._create),
            ("GET", container + "/json", self._inspect),
            ("GET", container + "/logs", self._logs),
            ("POST", container + "/start", self._start),
            ("POST", container + "/stop", self._stop),
            ("POST", container + "/kill", self._kill),
            ("POST", container + "/pause", self._pause),
            ("POST", container + "/unpause", self._unpause),
            ("POST", container + "/wait", self._wait),
            ("DELETE", container, self._remove),
        ]

    def _container(self, request: web.Request) -> Container:
        return self._engine.find(request.match_info["id"])

    async def _ping(self, _: web.Request) -> web.Response:
        return web.Response(text="OK", headers={"Api-Version": API_VERSION})

    async def _version(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "Version": "process-engine",
                "ApiVersion": API_VERSION,
                "MinAPIVersion": _MIN_API_VERSION,
                "Os": "linux",
            }
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        filters = read_filters(request.query.get("filters"), EVENT_FILTERS)
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        events = self._engine.events.follow(filters)
        await response.prepare(request)
        async for event in events:
            await response.write(event)
        return response

    async def _image(self, request: web.Request) -> web.Response:
        # Every image is there: whatever its name, the same command runs.
        name = request.match_info["name"]
        digest = name.removeprefix("sha256:")
        if re.fullmatch("[0-9a-f]{64}", digest):
            for known in self._engine.images:
                if image_id(known) == f"sha256:{digest}":
                    return web.json_response(describe_image(known))
            raise NotFoundError(f"No such image: {name}")
        self._engine.images.add(name)
        return web.json_response(describe_image(name))

    async def _volume(self, request: web.Request) -> web.Response:
        raise NotFoundError(f"get {request.match_info['name']}: no such volume")

    async def _list(self, request: web.Request) -> web.Response:
        filters = read_filters(request.query.get("filters"), LIST_FILTERS)
        every = _flag(request, "all") or "status" in filters.values
        chosen = [
            summarize_container(container, self._engine.publish_on)
            for container in self._engine.containers
            if (every or container.status in {"running", "paused"}) and filters.match(container)
        ]
        return web.json_response(chosen)

    async def _create(self, request: web.Request) -> web.Response:
        try:
            body = await request.json()
        except json.JSONDecodeError as error:
            raise InvalidRequestError(f"The body is not JSON: {error}") from error
        creation = read_creation(request.query.get("name", ""), body)
        container = self._engine.create(creation)
        return web.json_response({"Id": container.id, "Warnings": []}, status=201)

    async def _inspect(self, request: web.Request) -> web.Response:
        description = describe_container(self._container(request), self._engine.publish_on)
        return web.json_response(description)

    async def _logs(self, request: web.Request) -> web.Response:
        log = self._engine.records.log(self._container(request))
        output = log.read_bytes() if log.exists() else b""
        # Docker's frame: the stream, and the length.
        return web.Response(body=struct.pack(">BxxxL", _STDOUT, len(output)) + output)

    async def _start(self, request: web.Request) -> web.Response:
        return _changed(await self._engine.start(self._container(request)))

    async def _stop(self, request: web.Request) -> web.Response:
        seconds = float(request.query.get("t", 10))
        return _changed(await self._engine.stop(self._container(request), seconds))

    async def _kill(self, request: web.Request) -> web.Response:
        name = request.query.get("signal", "SIGKILL")
        try:
            number = signal.Signals(int(name)) if name.isdecimal() else signal.Signals[name]
        except (KeyError, ValueError):
            raise InvalidRequestError(f"Invalid signal: {name}") from None
        self._engine.kill(self._container(request), number)
        return _changed()

    async def _pause(self, request: web.Request) -> web.Response:
        self._engine.pause(self._container(request))
        return _changed()

    async def _unpause(self, request: web.Request) -> web.Response:
        self._engine.unpause(self._container(request))
        return _changed()

    async def _wait(self, request: web.Request) -> web.Response:
        code = await self._engine.wait(self._container(request))
        return web.json_response({"StatusCode": code})

    async def _remove(self, request: web.Request) -> web.Response:
        await self._engine.remove(self._container(request), force=_flag(request, "force"))
        return _changed()


def _changed(is_changed: bool = True) -> web.Response:  # noqa: FBT002
    return web.Response(status=204 if is_changed else 304)


def _flag(request: web.Request, name: str) -> bool:
    return request.query.get(name, "").lower() in {"1", "true"}
