"""Runs the stub on free ports of loopback, with TLS and without."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import trustme
from aiohttp import web

from demo.addresses import HOST
from demo.loop_thread import running_loop


@dataclass(frozen=True)
class Ports:
    """Where the stub listens on loopback."""

    tls: int
    plain: int

    def resolver_rules(self, *hosts: str) -> str:
        """Chromium's ``--host-resolver-rules``, which map every host and port to the stub.

        If ``hosts`` are given, only these are mapped, at port 443; no other host resolves.
        """
        if hosts:
            named = [f"MAP {host}:443 127.0.0.1:{self.tls}" for host in hosts]
            return ",".join([*named, "MAP * ~NOTFOUND"])
        return f"MAP *:443 127.0.0.1:{self.tls},MAP * 127.0.0.1:{self.plain}"


class Served(Protocol):
    """An object that can create its application."""

    def application(self) -> web.Application:
        """A new application."""
        ...


@contextmanager
def serving(stub: Served) -> Iterator[Ports]:
    """Serves in a thread until the block is left."""
    with listening(stub.application(), _tls()) as ports:
        yield ports


@contextmanager
def listening(application: web.Application, tls: ssl.SSLContext) -> Iterator[Ports]:
    """Runs an application in a thread until the block is left."""
    runner = web.AppRunner(application, shutdown_timeout=0)
    with running_loop() as loop:
        try:
            yield loop.run(_start(runner, tls))
        finally:
            loop.run(_stop(runner))


async def _start(runner: web.AppRunner, tls: ssl.SSLContext) -> Ports:
    await runner.setup()
    for context in (tls, None):
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    secure, plain = (port for _, port in runner.addresses)
    return Ports(secure, plain)


async def _stop(runner: web.AppRunner) -> None:
    for site in runner.sites:
        await site.stop()
    # A graceful close waits for the browser's close_notify, longer than the loop runs.
    for connection in runner.server.connections if runner.server else ():
        if connection.transport:
            connection.transport.abort()
    await runner.cleanup()


def _tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    names = (HOST, f"*.runtime.{HOST}")
    trustme.CA().issue_cert(*names).configure_cert(context)
    return context
