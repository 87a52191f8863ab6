"""All parts of the demo, started and stopped together."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from demo.real import gateway, nginx
from demo.real.deployment.browser import chromium, find_chromium
from demo.real.deployment.certificate import write_certificate
from demo.real.deployment.edge import COOKIE, HOST, Edge
from demo.real.deployment.model import Model
from demo.real.deployment.script import scripted_model
from demo.real.deployment.ui import patched_ui
from demo.real.free_port import free_port
from demo.real.process import Process
from demo.real.server import RealServer
from demo.real.vscode import vscode_volume
from frontend_patch.paths import HOME
from frontend_patch.progress import Progress

#: The newest release of OpenHands that the project is tested with.
TESTED = "1.11.0"

_APPLY_PATCH = HOME / "docker" / "apply-patch.sh"
_START_SECONDS = 20


def openhands_version() -> str:
    """The release of OpenHands: the newest tested one, unless ``DEMO_OPENHANDS`` names another."""
    return os.environ.get("DEMO_OPENHANDS") or TESTED


@dataclass
class Deployment:
    """An OpenHands for two users, which runs between ``with`` and the end of the block.

    Attributes:
        cache: where OpenHands and its UI are installed, unless they are.
        folder: for everything else; empty.
        port: of the edge, on 127.0.0.1.
        model: of all users; a scripted one if there is none.
        progress: called before each slow step.
        vscode: whether sandboxes have VS Code.
        edge: set once the block is entered.
        model_name: likewise.
    """

    cache: Path
    folder: Path
    port: int
    model: Model | None
    progress: Progress
    vscode: bool = False
    edge: Edge = field(init=False)
    model_name: str = field(init=False)

    def __post_init__(self) -> None:
        self._stack = ExitStack()
        self._checks: list[Callable[[], None]] = []

    def __enter__(self) -> Self:
        """Installs what is missing, and starts everything.

        Raises:
            FrontendPatchError: nginx or another program is missing, or the UI cannot be patched.
            InstallError: OpenHands or VS Code cannot be installed.
            UiError: the UI cannot be downloaded.
            ProcessError: a part ends, or is not ready in time.
        """
        with ExitStack() as starting:
            self._start(starting)
            self._stack = starting.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Stops everything, the edge first."""
        self._stack.close()

    def check(self) -> None:
        """Checks that all parts still run.

        Raises:
            ProcessError: if one of them has ended.
        """
        for check in self._checks:
            check()

    def open_browser(self) -> bool:
        """Opens a Chromium at the page where a person chooses a user; False if there is none."""
        command = find_chromium()
        if command:
            browser = chromium(command, self.edge.users_url, self._certificate, self.folder)
            self._stack.enter_context(browser)
        return bool(command)

    def _start(self, stack: ExitStack) -> None:
        ui = patched_ui(self.cache / "agent-canvas", self.folder, self.progress)
        model = self.model or stack.enter_context(scripted_model())
        self.model_name = model.name
        volumes = {}
        if self.vscode:
            volumes["SANDBOX_VOLUMES"] = vscode_volume(self.cache, self.progress)
        edge_secret, openhands_secret = secrets.token_hex(32), secrets.token_hex(32)
        server = RealServer(
            openhands_version(),
            self.folder / "openhands",
            command=lambda command: [str(_APPLY_PATCH), *command],
            env={
                "FORWARDED_ALLOW_IPS": "127.0.0.1",
                "GATEWAY_OPENHANDS_SECRET": openhands_secret,
                **model.environment(),
                **volumes,
            },
            ui=ui,
            installations=self.cache,
            progress=self.progress,
        )
        stack.enter_context(server)
        self._checks.append(server.check)
        self.edge = Edge(self.port, free_port(), edge_secret)
        lua = {
            "hosts": [HOST],
            "private_cookies": [COOKIE],
            "edge_secret": edge_secret,
            "openhands_secret": openhands_secret,
        }
        openhands = f"127.0.0.1:{server.port}"
        settings = gateway.Settings(server.engine_socket, openhands, lua=lua)
        folder = self._subfolder("gateway")
        gateway.render(folder, settings, f"listen 127.0.0.1:{self.edge.gateway};\n")
        self._start_nginx(stack, "gateway", folder, self.edge.gateway)
        folder = self._subfolder("edge")
        self.edge.render(folder)
        self._certificate = write_certificate(folder, HOST)
        self._start_nginx(stack, "edge", folder, self.port)

    def _subfolder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir()
        return folder

    def _start_nginx(self, stack: ExitStack, name: str, folder: Path, port: int) -> None:
        self.progress(f"Starting the {name} on port {port}")
        log = self.folder / f"{name}.log"
        process = Process(f"The {name}", nginx.command(folder), {}, folder, log)
        stack.enter_context(process)
        process.wait_until(lambda: _listens(port), _START_SECONDS)
        self._checks.append(process.check)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True
