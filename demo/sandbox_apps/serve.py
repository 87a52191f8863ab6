"""Runs the apps on addresses of loopback, as containers have addresses of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web
from flask import Flask
from werkzeug.serving import make_server

from demo.loop_thread import running_loop


@contextmanager
def serving_flask(app: Flask, address: str, port: int = 0) -> Iterator[int]:
    """Serves with Werkzeug, as ``flask run`` does, until the block is left; yields the port."""
    server = make_server(address, port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def serving_aiohttp(app: web.Application, address: str, port: int = 0) -> Iterator[int]:
    """Serves in a thread until the block is left; yields the port."""
    runner = web.AppRunner(app, shutdown_timeout=0)

    async def start() -> int:
        await runner.setup()
        await web.TCPSite(runner, address, port).start()
        # An IPv6 address has four parts.
        [(_, chosen, *_)] = runner.addresses
        return int(chosen)

    with running_loop() as loop:
        try:
            yield loop.run(start())
        finally:
            loop.run(runner.cleanup())
