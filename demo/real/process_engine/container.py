"""A container: what it was created with, and its state."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

Status = Literal["created", "running", "paused", "exited"]


@dataclass(frozen=True)
class Creation:
    """What a container is created with.

    Attributes:
        name: without a leading slash.
        image: as the client wrote it.
        arguments: follow the engine's command.
        env: ``NAME=value`` entries.
        ports: TCP port in the container to port on the host; 0 for any free port.
        binds: folder on the host by folder in the container, and whether it is read-only.
        hosts: IPv4 address by additional host name.
        is_on_host_network: the container has no address of its own, and publishes nothing.
    """

    name: str
    image: str
    arguments: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    working_dir: str = ""
    ports: Mapping[int, int] = field(default_factory=dict)
    binds: tuple[tuple[str, str, bool], ...] = ()
    hosts: Mapping[str, str] = field(default_factory=dict)
    is_on_host_network: bool = False
    is_removed_on_exit: bool = False

    def env_value(self, name: str) -> str | None:
        """The value of an environment variable; None if it is not set."""
        return next((e.split("=", 1)[1] for e in self.env if e.startswith(f"{name}=")), None)


def new_id() -> str:
    """A random container id: 64 hexadecimal digits, as Docker's."""
    return secrets.token_hex(32)


def new_address() -> str:
    """A random loopback address, so that several engines on a machine do not meet.

    127.0 to 127.63 are left to what else uses loopback addresses, such as systemd-resolved.
    """
    second, third, last = (
        64 + secrets.randbelow(190),
        secrets.randbelow(256),
        secrets.randbelow(254),
    )
    return f"127.{second}.{third}.{last + 1}"


@dataclass
class Container:
    """A container and its state.

    Attributes:
        address: IPv4 address on which its process listens.
        host_ports: port on the host by port in the container, while it runs.
        exit_code: of its last run; 0 before.
        pid: of its main process on the host; 0 unless it runs.
    """

    creation: Creation
    id: str = field(default_factory=new_id)
    address: str = field(default_factory=new_address)
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    started_at: datetime | None = None
    finished_at: datetime | None = None
    status: Status = "created"
    exit_code: int = 0
    pid: int = 0
    host_ports: dict[int, int] = field(default_factory=dict)
