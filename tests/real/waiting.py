"""Waits for what a container is going to do."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from docker.models.containers import Container


def wait_until(is_true: Callable[[], Any], seconds: float = 10) -> None:
    """Waits until a condition holds, and fails if it does not in time."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)


def port_of(container: Container, private: int = 8000) -> int:
    """The port on the host on which a container publishes a port."""
    container.reload()
    return int(container.attrs["NetworkSettings"]["Ports"][f"{private}/tcp"][0]["HostPort"])


def address_of(container: Container) -> str:
    """The address of a container."""
    container.reload()
    return str(container.attrs["NetworkSettings"]["Networks"]["bridge"]["IPAddress"])


def answers(host: str, port: int, path: str = "/", seconds: float = 0.5) -> bool:
    """Whether an HTTP server answers."""
    try:
        with urllib.request.urlopen(f"http://{host}:{port}{path}", timeout=seconds):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
