"""Runs the stub over TLS and without, on ports of loopback that are free."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import trustme
from aiohttp import web

from tests.addresses import HOST
from tests.loop import running_loop
from tests.stub_server.app import Stub


@dataclass(frozen=True)
class Ports:
    """Where the stub listens on loopback."""

    tls: int
    plain: int

    def resolver_rules(self) -> str:
        """Chromium's ``--host-resolver-rules``, by which every host and port is the stub's."""
        return f"MAP *:443 127.0.0.1:{self.tls},MAP * 127.0.0.1:{self.plain}"


@contextmanager
def serving(stub: Stub) -> Iterator[Ports]:
    """Serves in a thread until the block is left."""
    runner = web.AppRunner(stub.application(), shutdown_timeout=0)
    with running_loop() as loop:
        try:
            yield loop.run(_start(runner))
        finally:
            loop.run(runner.cleanup())


async def _start(runner: web.AppRunner) -> Ports:
    await runner.setup()
    for context in (_tls(), None):
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    tls, plain = (port for _, port in runner.addresses)
    return Ports(tls, plain)


def _tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    names = (HOST, f"*.runtime.{HOST}")
    trustme.CA().issue_cert(*names).configure_cert(context)
    return context
