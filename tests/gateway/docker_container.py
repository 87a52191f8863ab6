"""A container of the fake Docker, as its API lists it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

_ids = count(1)


@dataclass
class Container:
    """A container as ``docker run`` would make it.

    Attributes:
        labels: Docker's labels.
        networks: ``NetworkSettings.Networks``: IPv4 address by name, or the whole entry.
        ports: private to public TCP port; None where it is exposed alone.
        state: ``running``, ``paused``, ``exited``, …
        created: seconds since the epoch.
        name: as OpenHands names its sandboxes.
    """

    labels: Mapping[str, Any]
    networks: Mapping[str, Any] = field(default_factory=dict)
    ports: Mapping[int, int | None] = field(default_factory=dict)
    state: str = "running"
    created: int = field(default_factory=lambda: int(time.time()))
    id: str = field(default_factory=lambda: f"{next(_ids):064x}")
    name: str = field(default_factory=lambda: f"oh-agent-server-{secrets.token_hex(8)}")

    def listed(self) -> dict[str, Any]:
        """The container in the format of ``GET /containers/json``."""
        return {
            "Id": self.id,
            "Names": [f"/{self.name}"],
            "Created": self.created,
            "State": self.state,
            "Labels": dict(self.labels),
            "Ports": [_port(*pair) for pair in self.ports.items()],
            "NetworkSettings": {
                "Networks": {name: _network(one) for name, one in self.networks.items()}
            },
        }


def _port(private: int, public: int | None) -> dict[str, Any]:
    if public is None:
        return {"PrivatePort": private, "Type": "tcp"}
    return {"IP": "0.0.0.0", "PrivatePort": private, "PublicPort": public, "Type": "tcp"}


def _network(given: Any) -> Any:
    return {"IPAddress": given, "GlobalIPv6Address": ""} if isinstance(given, str) else given
