"""Returns the request, or the response that the request asks for; can hold streams open."""

from __future__ import annotations

import asyncio
import threading

from aiohttp import web

#: The request header that holds a header for the response, ``Name: value``.
ANSWER = "X-Answer"


class Mirror:
    """The app, and what a test and it tell one another.

    Attributes:
        arrived: set once the first bytes of a body posted to ``/upload`` are there.
        read: to be set once the first bytes of ``/download`` are; then the rest is sent.
    """

    def __init__(self) -> None:
        self.arrived, self.read = threading.Event(), threading.Event()

    def application(self) -> web.Application:
        """A new application."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_post("/upload", self._upload)
        app.router.add_get("/download", self._download)
        app.router.add_route("*", "/{path:.*}", _mirrored)
        return app

    async def _upload(self, request: web.Request) -> web.Response:
        size = len(await request.content.readany())
        self.arrived.set()
        async for chunk in request.content.iter_any():
            size += len(chunk)
        return web.json_response(size)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": request.query["type"]})
        await answer.prepare(request)
        await answer.write(b"first")
        await asyncio.to_thread(self.read.wait, 10)
        await answer.write(b", last" if self.read.is_set() else b", unread")
        return answer


async def _mirrored(request: web.Request) -> web.Response:
    seen = {
        "method": request.method,
        "path": request.raw_path,
        "headers": {name.lower(): value for name, value in request.headers.items()},
        "body": (await request.read()).decode(),
    }
    answer = web.json_response(seen)
    if given := request.headers.get(ANSWER):
        name, _, value = given.partition(": ")
        answer.headers[name] = value
    return answer
