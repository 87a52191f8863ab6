"""The demo as a person starts it: a process of its own, which ends at Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from demo.real.deployment.edge import HOST
from demo.real.free_port import free_port
from frontend_patch.paths import HOME

#: The command in the README.
COMMAND = ("build.py", "demo")

# Includes the installation of OpenHands.
_START_SECONDS = 600
_STOP_SECONDS = 60
_CHROMIUM = """#!/bin/sh
printf '%s\\n' "$@" > "$0.new"
mv "$0.new" "$0.arguments"
exec sleep 1000
"""


@dataclass(frozen=True)
class Demo:
    """A demo that runs.

    Attributes:
        port: of the edge.
        said: the file with its output.
        chromium: the script that it found in place of Chromium.
        process: of the command itself.
    """

    port: int
    said: Path
    chromium: Path
    process: subprocess.Popen[bytes]

    @property
    def origin(self) -> str:
        """The origin of the OpenHands page."""
        return f"https://{HOST}:{self.port}"

    @property
    def arguments(self) -> Path:
        """The file with the arguments that the script in place of Chromium received."""
        return self.chromium.with_suffix(".arguments")

    @property
    def chromium_arguments(self) -> list[str]:
        """The arguments with which it has started Chromium."""
        return self.arguments.read_text().splitlines()

    @property
    def run(self) -> Path:
        """The folder that it removes at the end."""
        [profile] = re.findall(r"--user-data-dir=(\S+)", "\n".join(self.chromium_arguments))
        return Path(profile).parent


@contextmanager
def running_demo(
    folder: Path, *options: str, env: Mapping[str, str] | None = None, ends_with: int = 0
) -> Iterator[Demo]:
    """Runs it until the block is left; then it has to end by itself, and to leave nothing.

    Args:
        folder: for what this test keeps.
        options: of the command.
        env: environment variables besides those of the tests.
        ends_with: the expected exit status.
    """
    chromium = folder / "bin" / "chromium"
    chromium.parent.mkdir()
    chromium.write_text(_CHROMIUM)
    chromium.chmod(0o755)
    said = folder / "said"
    port = free_port()
    command = (sys.executable, *COMMAND, "--port", str(port), *options)
    path = f"{chromium.parent}:{os.environ['PATH']}"
    environment = {**os.environ, "DISPLAY": ":none", "PATH": path, **(env or {})}
    with (
        said.open("wb") as output,
        subprocess.Popen(command, cwd=HOME, env=environment, stderr=output) as process,
    ):
        demo = Demo(port, said, chromium, process)
        try:
            _wait(demo)
            run = demo.run
            assert run.is_dir()
            yield demo
        except BaseException:
            process.terminate()
            raise
        process.send_signal(signal.SIGINT)
        assert process.wait(_STOP_SECONDS) == ends_with, said.read_text()
        assert not run.exists()
        assert processes_of(run) == {}


def processes_of(folder: Path) -> dict[int, str]:
    """The processes whose command lines name a folder or what is in it, by their IDs."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            command = (process / "cmdline").read_bytes().decode(errors="replace")
            if str(folder) in command:
                found[int(process.name)] = command
    return found


def _wait(demo: Demo) -> None:
    end = time.monotonic() + _START_SECONDS
    while not ("Press Ctrl-C" in demo.said.read_text() and demo.arguments.exists()):
        assert demo.process.poll() is None, demo.said.read_text()
        assert time.monotonic() < end, demo.said.read_text()
        time.sleep(0.2)
