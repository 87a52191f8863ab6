"""The HTTP server of the scripted model."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from aiohttp import web

from demo.loop_thread import running_loop
from demo.real.model import anthropic, openai
from demo.real.model.script import Request, Script


class ModelServer:
    """A scripted model.

    Attributes:
        script: what it answers; may be replaced at any time.
        api_key: what a request must carry.
        requests: all requests that were answered, oldest first.
        url: where it listens, such as ``http://127.0.0.1:40123``; OpenAI's API is below ``/v1``.
    """

    def __init__(self, script: Script, chunk_seconds: float = 0) -> None:
        """Answers by a script, pausing for some seconds between the events of a stream."""
        self.script = script
        self.api_key = secrets.token_urlsafe(24)
        self.requests: list[Request] = []
        self.url = ""
        self._chunk_seconds = chunk_seconds
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens; port 0 stands for any free port."""
        application = web.Application(client_max_size=1 << 26)
        application.router.add_post("/v1/chat/completions", self._answer_openai)
        application.router.add_post("/v1/messages", self._answer_anthropic)
        self._runner = web.AppRunner(application, shutdown_timeout=1, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        address, bound = self._runner.addresses[0][:2]
        self.url = f"http://{address}:{bound}"

    async def stop(self) -> None:
        """Stops listening."""
        if self._runner:
            await self._runner.cleanup()

    async def _answer_openai(self, request: web.Request) -> web.StreamResponse:
        key = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return await self._answer(request, openai, key)

    async def _answer_anthropic(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, anthropic, request.headers.get("X-Api-Key", ""))

    async def _answer(self, request: web.Request, api: ModuleType, key: str) -> web.StreamResponse:
        if key != self.api_key:
            error = {"type": "authentication_error", "message": "The API key is wrong"}
            return web.json_response({"type": "error", "error": error}, status=401)
        asked = api.read_request(await request.json())
        self.requests.append(asked)
        reply = self.script.reply(asked)
        if not asked.is_streamed:
            return web.json_response(api.whole(asked, reply))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for event in api.stream(asked, reply):
            await response.write(event)
            await asyncio.sleep(self._chunk_seconds)
        return response


@contextmanager
def running_model(script: Script, chunk_seconds: float = 0) -> Iterator[ModelServer]:
    """Runs a model in a thread until the block is left."""
    with running_loop() as loop:
        model = ModelServer(script, chunk_seconds)
        loop.run(model.start())
        try:
            yield model
        finally:
            loop.run(model.stop())
