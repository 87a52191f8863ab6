"""An app that answers with the exact bytes that a test gives it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from demo.loop_thread import Loop
from tests.gateway.app import App


@contextmanager
def running_app(loop: Loop, name: str) -> Iterator[App]:
    """Serves on 127.0.0.1 until the block is left."""
    app = App(name)
    loop.run(app.start())
    try:
        yield app
    finally:
        loop.run(app.stop())
