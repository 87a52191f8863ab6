"""Containers of the fake Docker with an app in each, at addresses of loopback."""

from __future__ import annotations

import ipaddress
import os
import secrets
from itertools import count
from typing import Any

from demo.loop_thread import Loop
from tests.gateway.app import App
from tests.gateway.docker_api import DockerApi
from tests.gateway.docker_container import Container

USER = "3f1e-user"

#: Unused addresses; each run of the tests has a range of its own.
addresses = (
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
        self,
        conversation: str | None = None,
        address: str | None = None,
        port: int = 0,
        user: Any = USER,
        **container: Any,
    ) -> App:
        """Starts an app, then its container; of a new conversation, unless one is given.

        ``user`` is the label ``user_id``; with ``...`` there is none.
        """
        app = App(conversation or secrets.token_hex(16), address or next(addresses), port)
        self._loop.run(app.start())
        self.add(app, user, **container)
        return app

    def add(self, app: App, user: Any = USER, **container: Any) -> None:
        """Starts the container of an app."""
        labels = {"conversation_id": app.name} | ({} if user is ... else {"user_id": user})
        given = {"labels": labels, "networks": {"bridge": app.address}} | container
        self._running[app.name] = app, self._docker.add(Container(**given))

    def container(self, app: App) -> Container:
        """The container of an app."""
        return self._running[app.name][1]

    def stop(self, app: App) -> None:
        """Stops an app, then its container."""
        _, container = self._running.pop(app.name)
        self._loop.run(app.stop())
        self._docker.remove(container)

    def clear(self) -> None:
        """Stops all."""
        for app, _ in list(self._running.values()):
            self.stop(app)
        self._docker.clear()
