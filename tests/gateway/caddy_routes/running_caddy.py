"""A Caddy that runs with its upstreams, and how a test asks it."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from demo.stub_server.serve import Ports


@dataclass(frozen=True)
class Started:
    """Caddy, how to trust its certificate, and the ports behind it.

    Attributes:
        app: where the mirror listens, as another does for OpenHands.
        live: where the echo does.
        absent: where nothing does.
        last: the last port that is open to the runtime route.
    """

    ports: Ports
    trust: ssl.SSLContext
    app: int
    live: int
    absent: int
    last: int


Connect = Callable[[], http.client.HTTPConnection]
Ask = Callable[..., tuple[http.client.HTTPResponse, bytes]]
