"""Runs the launcher of Agent Canvas."""

from __future__ import annotations

import os
import secrets
import shutil
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from demo.real.agent_canvas.install import PACKAGE, Installation, install
from demo.real.install import Progress, cache_folder
from demo.real.process import Process
from demo.real.python import find_python

# The agent server is downloaded at the first start.
_START_SECONDS = 300

#: The names of the services, with the environment variables of their ports.
_PORTS = {
    "ingress": "PORT",
    "UI": "OH_CANVAS_SAFE_VITE_PORT",
    "automation": "OH_CANVAS_SAFE_AUTOMATION_PORT",
    "agent server": "OH_CANVAS_SAFE_BACKEND_PORT",
}
_EDITOR_OFFSET = 1000

_INHERITED = ("LANG", "LC_ALL", "TZ", "TMPDIR", "PIP_INDEX_URL", "UV_INDEX_URL", "SSL_CERT_FILE")


@dataclass
class AgentCanvas:
    """Agent Canvas, which runs between ``with`` and the end of the block.

    Attributes:
        version: on npm.
        folder: keeps what it writes: the home folder of its user, and a copy of the package.
        ports: by service: ``ingress``, ``UI``, ``automation``, ``agent server``. The editor listens
            1000 ports after the agent server.
        env: environment variables besides those that it needs, or in their place.
        progress: receives a line for each step.
        api_key: of its API, in ``X-Session-API-Key``; the same whenever it runs on this folder.
        installation: the packages; set once the block is entered.
    """

    version: str
    folder: Path
    ports: Mapping[str, int]
    env: Mapping[str, str] = field(default_factory=dict)
    progress: Progress = lambda _: None
    api_key: str = field(default_factory=secrets.token_hex)
    installation: Installation = field(init=False)

    @property
    def url(self) -> str:
        """Its base URL, without a slash at the end."""
        return f"http://127.0.0.1:{self.ports['ingress']}"

    @property
    def own_ports(self) -> list[int]:
        """All ports that it listens on."""
        return [*self.ports.values(), self.ports["agent server"] + _EDITOR_OFFSET]

    @property
    def package(self) -> Path:
        """The folder of the package, a copy of its own."""
        return self.folder / "node_modules" / PACKAGE

    @property
    def index(self) -> Path:
        """The UI's index.html."""
        return self.package / "build" / "index.html"

    @property
    def home(self) -> Path:
        """The home folder of its user."""
        return self.folder / "home"

    def __enter__(self) -> Self:
        """Installs it, starts it, and waits until its services answer.

        Raises:
            InstallError: if it cannot be installed.
            ProcessError: if it ends, or does not answer in time.
        """
        self.installation = install(self.version, self.progress)
        self.home.mkdir(parents=True, exist_ok=True)
        _copy_package(self.installation.packages, self.folder / "node_modules")
        self.progress(f"Starting Agent Canvas {self.version} on {self.url}")
        path = [
            str(self.installation.node),
            str(self.installation.uv),
            "/usr/local/bin",
            "/usr/bin",
            "/bin",
        ]
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        ports = {_PORTS[name]: str(port) for name, port in self.ports.items()}
        env = {
            **inherited,
            **ports,
            "PATH": os.pathsep.join(path),
            "HOME": str(self.home),
            "LOCAL_BACKEND_API_KEY": self.api_key,
            # No telemetry, and no request for the prices of models.
            "DO_NOT_TRACK": "1",
            "AGENT_CANVAS_DISABLE_TELEMETRY": "1",
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "UV_CACHE_DIR": str(cache_folder() / "uv"),
            "UV_PYTHON": str(find_python()),
            **self.env,
        }
        command = [
            str(self.installation.node / "node"),
            str(self.package / "bin" / "agent-canvas.mjs"),
        ]
        log = self.folder / "agent-canvas.log"
        with ExitStack() as starting:
            process = starting.enter_context(Process("Agent Canvas", command, env, self.home, log))
            process.wait_until(self._answers, _START_SECONDS)
            self._stack = starting.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Stops it."""
        self._stack.close()

    def _answers(self) -> bool:
        headers = {"X-Session-API-Key": self.api_key}
        try:
            for path in ("/api/settings", "/api/automation/health"):
                request = urllib.request.Request(self.url + path, headers=headers)  # noqa: S310
                with urllib.request.urlopen(request, timeout=5):  # noqa: S310
                    pass
        except OSError:
            return False
        return True


def _copy_package(source: Path, target: Path) -> None:
    """Copies the package, so that its UI can be patched; links to the packages that it needs."""
    scope, _, name = PACKAGE.partition("/")
    (target / scope).mkdir(parents=True, exist_ok=True)
    for path in [*source.iterdir(), *(source / scope).iterdir()]:
        copied = target / path.relative_to(source)
        if path.name == name:
            shutil.copytree(path, copied, dirs_exist_ok=True)
        elif path.name != scope and not copied.exists():
            copied.symlink_to(path)
