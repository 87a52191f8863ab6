"""A process engine, with docker-py as its client."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docker.models.containers import Container

import docker
from demo.real.process import Process

PROJECT = Path(__file__).parents[2]
#: A Python that a container can read below /usr or by --readable.
PYTHON = Path(sys.executable).resolve()


@dataclass
class EngineUnderTest:
    """A process engine that runs, and its client.

    Attributes:
        folder: keeps its containers.
        isolation: ``bwrap`` or ``none``.
        socket: its Unix socket.
    """

    folder: Path
    isolation: str
    socket: Path

    def __post_init__(self) -> None:
        self._process: Process | None = None

    def start(self) -> None:
        """Starts the engine, and connects docker-py."""
        options = ("--socket", self.socket, "--folder", self.folder / "containers")
        self.readable.mkdir(exist_ok=True)
        readable = (*("--readable", PYTHON.parent.parent), *("--readable", self.readable))
        command = ("--", "env", "ADDRESS={address}")
        module = (sys.executable, "-m", "demo.real.process_engine")
        self._process = Process(
            "engine",
            [
                str(word)
                for word in (*module, *options, *readable, "--isolation", self.isolation, *command)
            ],
            {**os.environ, "PYTHONPATH": str(PROJECT)},
            self.folder,
            self.folder / "engine.log",
        )
        self._process.__enter__()
        self._process.wait_until(self.socket.exists, 20)
        self.docker = docker.DockerClient(f"unix://{self.socket}")

    def stop(self) -> None:
        """Stops the engine as a service manager does."""
        if self._process:
            self.docker.close()
            self._process.__exit__(None, None, None)
            self._process = None

    def clear(self) -> None:
        """Removes all containers."""
        for container in self.docker.containers.list(all=True):
            container.remove(force=True)

    def run(self, *command: str, **options: Any) -> Container:
        """Starts a container that runs a command, as OpenHands starts its sandboxes."""
        options = {"name": f"box-{len(self.docker.containers.list(all=True))}", **options}
        options.setdefault("working_dir", self.working_dir)
        return self.docker.containers.run(
            "agent-server:1", list(command), detach=True, init=True, **options
        )

    def serve(self, port: int = 8000, **options: Any) -> Container:
        """Starts a container that serves its working folder over HTTP."""
        command = f"exec {PYTHON} -m http.server --bind $ADDRESS {port}"
        return self.run("sh", "-c", command, **options)

    @property
    def readable(self) -> Path:
        """A folder that a container can read, below /tmp."""
        return self.folder / "readable"

    @property
    def working_dir(self) -> str:
        """A folder in the container that can be written to."""
        return "/workspace/project" if self.isolation == "bwrap" else str(self.folder / "project")


@pytest.fixture(params=["bwrap", "none"])
def engine(request: pytest.FixtureRequest) -> EngineUnderTest:
    """An engine without containers, with each isolation."""
    engine: EngineUnderTest = request.getfixturevalue(f"{request.param}_engine")
    return engine


@pytest.fixture
def bwrap_engine(shared_bwrap_engine: EngineUnderTest) -> Iterator[EngineUnderTest]:
    """An engine without containers, which isolates by bubblewrap."""
    yield shared_bwrap_engine
    shared_bwrap_engine.clear()


@pytest.fixture
def none_engine(shared_none_engine: EngineUnderTest) -> Iterator[EngineUnderTest]:
    """An engine without containers, which isolates nothing."""
    yield shared_none_engine
    shared_none_engine.clear()


@pytest.fixture(scope="module")
def shared_bwrap_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineUnderTest]:
    if not shutil.which("bwrap"):
        pytest.skip("needs Debian's package bubblewrap")
    with running_engine("bwrap", tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@pytest.fixture(scope="module")
def shared_none_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineUnderTest]:
    with running_engine("none", tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@contextmanager
def running_engine(isolation: str, folder: Path) -> Iterator[EngineUnderTest]:
    """Runs an engine until the block is left."""
    # pytest's own folders are too deep for a socket.
    with tempfile.TemporaryDirectory(prefix="engine-") as sockets:
        engine = EngineUnderTest(folder, isolation, Path(sockets) / "engine.sock")
        engine.start()
        try:
            yield engine
        finally:
            engine.stop()
