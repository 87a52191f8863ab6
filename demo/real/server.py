"""Runs a release of OpenHands on this machine: its server, and an engine for its sandboxes.

::

    with RealServer("1.11.0", folder) as server:
        httpx.get(f"{server.url}/api/v1/sandboxes/search")
        server.engine_socket     # for a gateway, or DOCKER_HOST
        server.database          # SQLite
        server.containers()      # as the Engine API describes them

The first start installs the release, which takes a minute and 1.3 GB. To start the server through
a launcher of your own, change its command or its environment::

    RealServer(version, folder, command=lambda command: ["docker/apply-patch.sh", *command],
               env={"OPENHANDS_CONFIG_CLS": "…"})

A sandbox shares the host's network: 127.0.0.1 is the host there too, for example in the URL of a
model.

The folder keeps everything: settings and conversations in ``state``, containers in ``containers``,
and the logs ``server.log`` and ``engine.log``. A server that is started on it again has them. Give
it the same port then, because a sandbox calls its server back on the port that it was created with.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from demo.real.client import ApiError, Client
from demo.real.engine_client import containers
from demo.real.environment import server_environment
from demo.real.free_port import free_port
from demo.real.install import Installation, Progress, install
from demo.real.process import Process
from demo.real.process_engine.isolation import NoIsolation, choose

# Imports alone take half a minute on a machine with cold caches.
_START_SECONDS = 180
_PROJECT = Path(__file__).parents[2]


@dataclass
class RealServer:
    """An OpenHands server that runs between ``with`` and the end of the block.

    Attributes:
        version: of ``openhands-ai``.
        folder: keeps what it writes; created if it is missing.
        command: receives the command that starts the server, and returns what to run instead.
        env: environment variables besides those that the server needs, or in their place.
        port: on 127.0.0.1; a free one by default.
        isolation: of the sandboxes: ``auto``, ``bwrap`` or ``none``.
        ui: the folder of a UI that the server serves; none by default.
        installations: where releases are installed, by default the user's cache.
        progress: receives a line for each step.
        installation: the release; set once the block is entered.
        engine_socket: the Unix socket of the Engine API; set once the block is entered.
    """

    version: str
    folder: Path
    command: Callable[[Sequence[str]], Sequence[str]] = lambda command: command
    env: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    isolation: str = "auto"
    ui: Path | None = None
    installations: Path | None = None
    progress: Progress = lambda _: None
    installation: Installation = field(init=False)
    engine_socket: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.folder.absolute()
        self._stack = ExitStack()

    @property
    def url(self) -> str:
        """The server's base URL, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        """The SQLite database."""
        return self.folder / "state" / "openhands.db"

    def containers(self) -> list[dict[str, Any]]:
        """All sandboxes, as ``GET /containers/{id}/json`` describes them, newest first."""
        return containers(self.engine_socket)

    def __enter__(self) -> Self:
        """Starts the engine and the server, and waits until it answers.

        Raises:
            InstallError: if the release cannot be installed.
            ProcessError: if the engine or the server ends, or does not answer in time.
        """
        self.installation = install(self.version, self.installations, self.progress)
        with ExitStack() as starting:
            self.folder.mkdir(parents=True, exist_ok=True)
            # A socket's path has 108 characters at most, and the folder may be deep.
            sockets = Path(tempfile.mkdtemp(prefix="openhands-"))
            starting.callback(shutil.rmtree, sockets, ignore_errors=True)
            self.engine_socket = sockets / "engine.sock"
            self.progress("Starting the engine for sandboxes")
            engine = starting.enter_context(self._engine())
            engine.wait_until(self.engine_socket.exists, 30)
            self.progress(f"Starting OpenHands {self.version} on {self.url}")
            server = starting.enter_context(self._server())
            server.wait_until(self._answers, _START_SECONDS)
            self._processes = (engine, server)
            self._stack = starting.pop_all()
        return self

    def check(self) -> None:
        """Checks that the engine and the server still run.

        Raises:
            ProcessError: if one of them has ended.
        """
        for process in self._processes:
            process.check()

    def __exit__(self, *_: object) -> None:
        """Stops the server, and then the engine with all sandboxes."""
        self._stack.close()

    def _engine(self) -> Process:
        python = self.installation.python
        # The interpreter that the virtual environment was made from.
        base = python.resolve().parent.parent
        options = (
            *("--socket", str(self.engine_socket), "--folder", str(self.folder / "containers")),
            *("--isolation", self.isolation),
            *("--readable", str(self.installation.folder), "--readable", str(base)),
        )
        agent_server = (
            # For an app of the agent: all sandboxes share the ports of any other address.
            *("env", "SANDBOX_ADDRESS={address}"),
            *(str(python), "-m", "openhands.agent_server", "--host", "{address}"),
        )
        command = (sys.executable, "-m", "demo.real.process_engine", *options, "--", *agent_server)
        env = {**os.environ, "PYTHONPATH": str(_PROJECT)}
        return Process("engine", command, env, self.folder, self.folder / "engine.log")

    def _server(self) -> Process:
        state = self.folder / "state"
        state.mkdir(exist_ok=True)
        if self.ui:
            # The server looks for it in its working directory, since the wheel has none.
            (state / "frontend").mkdir(exist_ok=True)
            link = state / "frontend" / "build"
            link.unlink(missing_ok=True)
            link.symlink_to(self.ui.absolute())
        env = {
            **server_environment(self.installation, state, self.engine_socket, self.url),
            "SANDBOX_STARTUP_GRACE_SECONDS": str(_START_SECONDS),
            "SERVE_FRONTEND": str(bool(self.ui)).lower(),
        }
        if isinstance(choose(self.isolation, ()), NoIsolation):
            # The base of the MCP server's URL. Its default, host.docker.internal, is a name that
            # only an isolated sandbox can resolve.
            env["OH_WEB_URL"] = self.url
        env |= self.env
        command = (
            *(str(self.installation.python), "-m", "uvicorn", "openhands.server.listen:app"),
            *("--host", "127.0.0.1", "--port", str(self.port)),
        )
        return Process("OpenHands", self.command(command), env, state, self.folder / "server.log")

    def _answers(self) -> bool:
        try:
            Client(self.url).get("/alive")
        except (OSError, ApiError):
            return False
        return True
