"""Where a container is reached, whether it answers, and its state."""

from __future__ import annotations

import urllib.error
import urllib.request

from docker.models.containers import Container


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
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False


def status_of(container: Container) -> str:
    """The state of a container."""
    container.reload()
    return container.status
