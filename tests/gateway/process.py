"""Runs a server as a process of its own, on ports of loopback that are free."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

#: Below those that Linux gives to whoever asks for any (32768 and up), and open to the routes of
#: the documented proxies (30000 and up); each test process begins with its own.
_PORTS = itertools.count(31_000 + 250 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]))


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nothing listens on, and that nothing else is about to take."""
    return list(itertools.islice(filter(_is_free, _PORTS), count))


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@contextmanager
def running(
    command: Sequence[str],
    ports: Sequence[int],
    log: Path,
    environment: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Runs a server until the block is left, which is entered once it listens.

    Args:
        command: in the foreground.
        ports: of 127.0.0.1, where it is going to listen.
        log: file for what it says on stderr.
        environment: besides this process's own.

    Raises:
        RuntimeError: it ended, or does not listen; says what it said.
    """
    given = os.environ | (environment or {})
    with log.open("wb") as stderr, subprocess.Popen(command, stderr=stderr, env=given) as process:
        try:
            for port in ports:
                _wait(process, port, log)
            yield
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if process.poll() is not None or time.monotonic() > until:
                message = f"{process.args!r} does not listen on {port}:\n{log.read_text()}"
                raise RuntimeError(message) from None
            time.sleep(0.02)
        else:
            return
