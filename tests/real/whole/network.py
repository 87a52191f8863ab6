"""The network between a browser and the demo, which a test can cut."""

from __future__ import annotations

from dataclasses import dataclass, field

from demo.loop_thread import Loop
from demo.real.process_engine.ports import Forward


@dataclass
class Network:
    """Forwards connections to a port of loopback.

    Attributes:
        loop: runs it.
        to: the port that it leads to.
        port: where it listens.
    """

    loop: Loop
    to: int
    port: int = field(default=0, init=False)

    def connect(self) -> None:
        """Accepts connections, at the same port each time."""
        self._forward = Forward("127.0.0.1", self.to)
        self.port = self.loop.run(self._forward.open("127.0.0.1", self.port))

    def cut(self) -> None:
        """Ends all connections, and refuses others."""
        self.loop.run(self._forward.close())
