"""Containers of the fake Docker with an app in each, at addresses of loopback."""

from __future__ import annotations

import ipaddress
import os
from itertools import count
from typing import Any

from tests.gateway.app import App
from tests.gateway.docker_api import Container, DockerApi
from tests.gateway.loop import Loop

USER = "3f1e-user"

# A range of its own for each run of the tests.
_addresses = (
    str(ipaddress.ip_address("127.1.0.0") + (os.getpid() % 250 << 16) + number)
    for number in count(1)
)


class Sandboxes:
    """Starts and stops them."""

    def __init__(self, docker: DockerApi, loop: Loop) -> None:
        self._docker = docker
        self._loop = loop
        self._running: dict[str, tuple[App, Container]] = {}

    def start(
        self, conversation: str, user: str | None, address: str | None = None, **container: Any
    ) -> App:
        """Starts an app, then its container."""
        app = App(conversation, address or next(_addresses))
        self._loop.run(app.start())
        labels = {"conversation_id": conversation} | ({} if user is None else {"user_id": user})
        given = {"labels": labels, "networks": {"bridge": app.address}} | container
        self._running[conversation] = app, self._docker.add(Container(**given))
        return app

    def stop(self, conversation: str) -> None:
        """Stops the app, then its container."""
        app, container = self._running.pop(conversation)
        self._loop.run(app.stop())
        self._docker.remove(container)

    def clear(self) -> None:
        """Stops all."""
        for conversation in list(self._running):
            self.stop(conversation)
        self._docker.clear()
