"""The edge's configuration: TLS, and a page where a person chooses a user."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_FILES = {"edge.conf": "nginx.conf", "users.html": "users.html"}

#: Each browser finds any name under localhost at loopback.
HOST = "openhands.localhost"

#: The cookie that names the user. The gateway keeps it away from apps.
COOKIE = "demo_user"


@dataclass(frozen=True)
class Edge:
    """Where the edge listens, and what it sends to the gateway.

    Attributes:
        port: on 127.0.0.1.
        gateway: the gateway's port on 127.0.0.1.
        secret: proves the edge to the gateway.
    """

    port: int
    gateway: int
    secret: str

    @property
    def origin(self) -> str:
        """The origin of the OpenHands page."""
        return f"https://{HOST}:{self.port}"

    @property
    def users_url(self) -> str:
        """The page where a person chooses a user."""
        return f"{self.origin}/.demo/users"

    def render(self, folder: Path) -> None:
        """Writes all that nginx reads into a folder, but for the certificate."""
        values = {
            "PORT": self.port,
            "GATEWAY": self.gateway,
            "SECRET": self.secret,
            "HOST": HOST,
            "ORIGIN": self.origin,
        }
        for source, target in _FILES.items():
            text = Path(__file__).with_name(source).read_text()
            for name, value in values.items():
                text = text.replace(f"@{name}@", str(value))
            (folder / target).write_text(text)
