"""Runs the stub over TLS and without, on ports of loopback that are free."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import trustme
from aiohttp import web

from tests.addresses import HOST


@dataclass(frozen=True)
class Ports:
    """Where the stub listens on loopback."""

    tls: int
    plain: int

    def resolver_rules(self, *hosts: str) -> str:
        """Chromium's ``--host-resolver-rules``, by which every host and port is the stub's.

        Where ``hosts`` are named, only these are, over TLS at port 443; all else is not found.
        """
        if hosts:
            named = [f"MAP {host}:443 127.0.0.1:{self.tls}" for host in hosts]
            return ",".join([*named, "MAP * ~NOTFOUND"])
        return f"MAP *:443 127.0.0.1:{self.tls},MAP * 127.0.0.1:{self.plain}"


class Served(Protocol):
    """Anything that has an application."""

    def application(self) -> web.Application: ...


@contextmanager
def serving(stub: Served) -> Iterator[Ports]:
    """Serves in a thread until the block is left."""
    with listening(stub.application(), _tls()) as ports:
        yield ports


@contextmanager
def listening(application: web.Application, tls: ssl.SSLContext) -> Iterator[Ports]:
    """Runs an application in a thread until the block is left."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    runner = web.AppRunner(application, shutdown_timeout=0)
    try:
        yield asyncio.run_coroutine_threadsafe(_start(runner, tls), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _start(runner: web.AppRunner, tls: ssl.SSLContext) -> Ports:
    await runner.setup()
    for context in (tls, None):
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    secure, plain = (port for _, port in runner.addresses)
    return Ports(secure, plain)


def _tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    names = (HOST, f"*.runtime.{HOST}")
    trustme.CA().issue_cert(*names).configure_cert(context)
    return context
