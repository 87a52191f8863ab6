"""An app that answers with the headers of a test, and its answers by both routes."""

from __future__ import annotations

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.ask import EDGE, Answer, at_host, at_path, request, send
from tests.gateway.nginx import Gateway

HTTPS = ("X-Forwarded-Proto", "https")


def answer_with(app: App, *headers: tuple[str, str], status: int = 303) -> None:
    """Has the app answer ``/x/y`` with these headers."""
    lines = [f"HTTP/1.1 {status} x", *(f"{name}: {value}" for name, value in headers)]
    head = "\r\n".join([*lines, "Content-Length: 0", "Connection: close", "", ""])
    app.answers["/x/y"] = head.encode("latin-1")


def by_path(gateway: Gateway, app: App) -> Answer:
    """Asks for ``/x/y`` by the path route."""
    return send(gateway.plain, request(f"{at_path(app)}/x/y", *EDGE, HTTPS))


def by_host(gateway: Gateway, app: App, port: str = "") -> Answer:
    """Asks for ``/x/y`` by the subdomain; ``port`` is what follows the host, such as ``:8443``."""
    return send(gateway.plain, request("/x/y", *EDGE, HTTPS, host=at_host(app) + port))


def placeholders(app: App) -> dict[str, object]:
    """The values of the placeholders in the tests' tables of headers."""
    return {
        "P": at_path(app),
        "R": f"/runtime/{app.name}",
        "C": app.name,
        "port": app.port,
        "ip": app.address,
        "own": at_host(app),
        "HOST": HOST,
    }
