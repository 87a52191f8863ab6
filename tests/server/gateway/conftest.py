"""Fixtures of the gateway's tests, with sandboxes that a real, patched OpenHands has started.

The apps of the tests listen at the addresses of the sandboxes, which share this machine's network.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.loop_thread import Loop, running_loop
from demo.real.client import Conversation
from tests.gateway.app import App
from tests.gateway.conftest import EDGE_ADDRESS
from tests.gateway.nginx import SECRET, Gateway, Settings, running_gateway
from tests.gateway.sandboxes import USER
from tests.server import people
from tests.server.people import House, house


class RealSandboxes:
    """A conversation for each user, in the sandbox of which apps start."""

    def __init__(self, place: House, loop: Loop) -> None:
        self.place = place
        self._loop = loop
        self._conversations: dict[str, Conversation] = {}
        self._apps: list[App] = []

    def start(self, user: str = USER) -> App:
        """Starts an app in a user's sandbox."""
        conversation = self.of(user)
        app = App(conversation.id, self.address(conversation))
        self._loop.run(app.start())
        self._apps.append(app)
        return app

    def of(self, user: str) -> Conversation:
        """The conversation of a user, which starts unless it has."""
        if user not in self._conversations:
            self._conversations[user] = self.place.client(user).start_conversation()
        return self._conversations[user]

    def sub_conversation(self, user: str, parent: Conversation) -> Conversation:
        """A new conversation in the sandbox of another."""
        return self.place.client(user).start_conversation(parent=parent)

    def address(self, conversation: Conversation) -> str:
        """The address of a conversation's sandbox."""
        [address] = [
            network["IPAddress"]
            for each in self.place.server.containers()
            if each["Name"] == f"/{conversation.sandbox_id}"
            for network in each["NetworkSettings"]["Networks"].values()
        ]
        return str(address)

    def clear(self) -> None:
        """Stops the apps; the sandboxes stay."""
        while self._apps:
            self._loop.run(self._apps.pop().stop())


@pytest.fixture(scope="package")
def loop() -> Iterator[Loop]:
    with running_loop() as loop:
        yield loop


@pytest.fixture(scope="package")
def real(tmp_path_factory: pytest.TempPathFactory, loop: Loop) -> Iterator[RealSandboxes]:
    with house("1.11.0", tmp_path_factory.mktemp("openhands")) as place:
        yield RealSandboxes(place, loop)


@pytest.fixture(scope="package")
def gateway(tmp_path_factory: pytest.TempPathFactory, real: RealSandboxes) -> Iterator[Gateway]:
    server = real.place.server
    settings = Settings(
        server.engine_socket,
        f"127.0.0.1:{server.port}",
        edge=[f"{EDGE_ADDRESS}/32"],
        lua={"edge_secret": SECRET, "openhands_secret": people.SECRET},
    )
    with running_gateway(tmp_path_factory.mktemp("gateway"), settings) as gateway:
        yield gateway


@pytest.fixture
def sandboxes(real: RealSandboxes) -> Iterator[RealSandboxes]:
    yield real
    real.clear()


@pytest.fixture
def app(sandboxes: RealSandboxes) -> App:
    """An app in a sandbox of USER."""
    return sandboxes.start()
