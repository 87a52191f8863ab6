"""A hostile app behind a proxy, and what of its responses reaches a browser."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from tests.docs.proxies.behind import Proxy
from tests.gateway.app import App


@dataclass(frozen=True)
class Target:
    """The target of an attack.

    Attributes:
        app: the hostile app.
        openhands: the server that the proxy protects.
    """

    proxy: Proxy
    app: App
    openhands: App

    def url(self, role: str = "request") -> str:
        """The app's URL, up to its path."""
        return self.proxy.becomes(role, self.app.port)

    def answers(self, answer: str) -> None:
        """Has the app answer with these lines at /evil, and an empty body."""
        lines = answer.replace("\n", "\r\n")
        self.app.answers["/evil"] = f"HTTP/1.1 {lines}\r\n\r\n".encode("latin-1")

    def arrives(self, role: str = "request") -> str:
        """All that a browser gets for /evil: over HTTP/1.1, over HTTP/2 and to a handshake."""
        url = f"{self.url(role)}/evil"
        return self.proxy.raw(url, {"Connection": "close"}).decode("latin-1") + self._over_http2(
            url
        )

    def _over_http2(self, url: str) -> str:
        try:
            answer = self.proxy.ask(url)
        except httpx.HTTPError:
            return ""
        return "".join(f"\r\n{name}: {value}" for name, value in answer.headers.multi_items())
