"""A program that runs beside this one, with its output in a log."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from demo.real import die_with_parent
from frontend_patch.errors import FrontendPatchError

_POLL_SECONDS = 0.1
_STOP_SECONDS = 15


class ProcessError(FrontendPatchError):
    """A program ended, or did not get ready in time; the message has the end of its log."""


class Process:
    """A program that runs between ``with`` and the end of the block, or of this process."""

    def __init__(
        self, name: str, command: Sequence[str], env: Mapping[str, str], cwd: Path, log: Path
    ) -> None:
        """Prepares a program.

        Args:
            name: for error messages.
            command: the program and its arguments; it stays in the foreground.
            env: the whole environment.
            cwd: the folder to run in.
            log: receives its output.
        """
        self._name = name
        self._command = command
        self._env = env
        self._cwd = cwd
        self._log = log

    def __enter__(self) -> Self:
        """Starts it, in a process group of its own."""
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                (sys.executable, "-I", die_with_parent.__file__, *self._command),
                env=self._env,
                cwd=self._cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    def __exit__(self, *_: object) -> None:
        """Asks it to stop, and kills its group after 15 s."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def wait_until(self, is_ready: Callable[[], bool], seconds: float) -> None:
        """Waits until it is ready.

        Args:
            is_ready: asked again and again.
            seconds: to wait at most.

        Raises:
            ProcessError: if it ends before, or is not ready in time.
        """
        end = time.monotonic() + seconds
        while not is_ready():
            self.check()
            if time.monotonic() > end:
                raise ProcessError(self._with_log(f"{self._name} is not ready after {seconds} s"))
            time.sleep(_POLL_SECONDS)

    def check(self) -> None:
        """Checks that it still runs.

        Raises:
            ProcessError: if it has ended.
        """
        code = self._process.poll()
        if code is not None:
            raise ProcessError(self._with_log(f"{self._name} ended with exit code {code}"))

    def _with_log(self, message: str) -> str:
        tail = self._log.read_text(errors="replace")[-4000:]
        return f"{message}. The end of {self._log}:\n{tail}"
