"""Serves the explorer, the stub UI and its sandboxes, each under its own host name."""

from __future__ import annotations

import asyncio
import json
import signal
import tempfile
import time
import webbrowser
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from demo.addresses import UUID
from demo.stub_server.app import LOOPBACK_HOST, Stub
from explorer.building import Building
from explorer.watching import changes
from frontend_patch.errors import FileError, FrontendPatchError, TableError
from frontend_patch.paths import HOME
from frontend_patch.progress import Progress
from frontend_patch.rules.load import load_rules

_PAGE = Path(__file__).with_name("page")
_FILES = {f"/{path.name}": path for path in _PAGE.iterdir()} | {"/": _PAGE / "index.html"}
_OWN_NAMES = ("localhost", "127.0.0.1")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src data:; frame-ancestors 'none'",
}


def run_explorer(
    rules_path: Path, preset: str | None, port: int, say: Progress, *, open_browser: bool
) -> None:
    """Serves until Ctrl-C or SIGTERM; ``port`` 0 means any free port.

    Raises:
        PresetError: the table has no such preset.
        FrontendPatchError: the port is not available.
    """
    # Reports an unknown preset before serving; the page shows all other errors.
    with suppress(TableError, FileError):
        load_rules(rules_path, preset)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        server = _Server(Building(rules_path, preset, Path(folder)), say)
        try:
            asyncio.run(server.run(port, open_browser=open_browser))
        except KeyboardInterrupt:
            say("")


class _Server:
    def __init__(self, building: Building, say: Progress) -> None:
        self._building, self._say = building, say
        self._stub = Stub({"ui": building.folder})
        self._news = asyncio.Condition()
        self._builds = 0

    async def run(self, port: int, *, open_browser: bool) -> None:
        self._tell(self._building.run(self._say))
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._answer)
        # Not 0, which waits forever for event streams.
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
        except OSError as error:
            problem = f"cannot listen on port {port}: {error.strerror}; choose another with --port"
            raise FrontendPatchError(problem) from error
        port = runner.addresses[0][1]
        address = f"http://localhost:{port}/"
        self._say(f"Rule explorer  {address}")
        self._say(f"Stub UI        {_stub_address(port)}")
        self._say("Watching the rule table and src_js for changes. Press Ctrl-C to stop.")
        if open_browser:
            await asyncio.to_thread(webbrowser.open, address)
        try:
            await self._watch()
        finally:
            await runner.cleanup()

    async def _watch(self) -> None:
        async for _ in changes([HOME / "src_js", self._building.rules_path]):
            start = time.perf_counter()
            error = await asyncio.to_thread(self._building.run, self._say)
            self._tell(error)
            if not error:
                self._say(f"Built in {(time.perf_counter() - start) * 1000:.0f} ms")
            async with self._news:
                self._builds += 1
                self._news.notify_all()

    def _tell(self, error: str | None) -> None:
        if error:
            self._say(f"Error: {error}")

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.host.partition(":")[0]
        if name in _OWN_NAMES:
            return await self._explorer(request)
        if name == LOOPBACK_HOST and request.path == "/events":
            return await self._events(request)
        if name == LOOPBACK_HOST and request.path == "/live.js":
            return web.FileResponse(_PAGE / "live.js", headers=_HEADERS)
        if name == LOOPBACK_HOST or name.endswith(f".{LOOPBACK_HOST}"):
            return await self._stub.answer(request)
        # DNS rebinding: any site's name can resolve to loopback.
        return web.Response(status=403, text=f"Unknown host name {name}\n")

    async def _explorer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/events":
            return await self._events(request)
        if request.path == "/lib.js":
            body, kind = self._building.lib, "text/javascript"
            return web.Response(body=body, content_type=kind, headers=_HEADERS)
        if file := _FILES.get(request.path):
            return web.FileResponse(file, headers=_HEADERS)
        return web.Response(status=404, text="Not found\n")

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the current state, then each new state."""
        events = web.StreamResponse(headers=_HEADERS | {"Content-Type": "text/event-stream"})
        await events.prepare(request)
        stub = _stub_address(int(request.host.partition(":")[2] or 80))
        try:
            while True:
                sent, state = self._builds, self._building.state | {"stub": stub}
                await events.write(f"data: {json.dumps(state)}\n\n".encode())
                await self._built_after(sent)
        except ConnectionResetError:
            return events

    async def _built_after(self, sent: int) -> None:
        async with self._news:
            await self._news.wait_for(lambda: self._builds != sent)


def _stub_address(port: int) -> str:
    return f"http://{LOOPBACK_HOST}:{port}/conversations/{UUID}"
