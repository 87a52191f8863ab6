"""A server for deployed UIs, whose responses a test chooses, and the command that checks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from click.testing import CliRunner, Result
from multidict import CIMultiDict

from frontend_patch.bundle.build import Bundle
from frontend_patch.cli.commands import main
from frontend_patch.inject.options import Options
from frontend_patch.planning.assets import asset_path

DOCUMENT = (
    b"<!doctype html><html><head><meta charset=utf-8>"
    b"<script type=module src=/assets/app.js></script></head></html>"
)
OTHER = Bundle(b"0;", b"", "0.0.1+000000000000")
EXTERNAL = Options(external=True)
CSP = "Content-Security-Policy"

Handler = Callable[[web.Request], web.StreamResponse]


@dataclass
class Deployed:
    """A server whose responses a test chooses by path.

    Attributes:
        ca: the certificates to trust.
        origin: its origin without TLS.
        tls: its origin with TLS.
        handlers: the response to each path.
    """

    ca: Path
    origin: str = ""
    tls: str = ""
    handlers: dict[str, Handler] = field(default_factory=dict)

    async def respond(self, request: web.Request) -> web.StreamResponse:
        handler = self.handlers.get(request.path)
        return handler(request) if handler else web.Response(status=404)

    def put(self, path: str, body: bytes, *headers: tuple[str, str]) -> None:
        """Sets the response to a path; the type is HTML unless a header sets another."""
        given = CIMultiDict(headers)
        given.setdefault("Content-Type", "text/html")
        self.handlers[path] = lambda _: web.Response(body=body, headers=given)

    def put_script(self, bundle: Bundle, content: bytes, *headers: tuple[str, str]) -> str:
        """Serves the external script of a bundle; returns its path."""
        path = f"/assets/{asset_path(Path(), bundle).name}"
        self.put(path, content, ("Content-Type", "text/javascript"), *headers)
        return path


def check(url: str, *arguments: object) -> Result:
    """Runs ``check --url``."""
    return CliRunner().invoke(main, ["check", "--url", url, *map(str, arguments)])


def runs(result: Result) -> bool:
    """Whether the check says that browsers run the script."""
    assert (result.exit_code == 0) is ("and browsers may run it" in result.output)
    assert result.exit_code in (0, 1)
    return result.exit_code == 0
