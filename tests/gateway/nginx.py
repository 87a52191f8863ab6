"""Runs the real nginx with the gateway's configuration, on ports of loopback that are free."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme

from demo.addresses import HOST
from demo.real import gateway
from demo.real.gateway import OPENRESTY
from demo.real.nginx import command
from tests.gateway.process import free_ports, running

SECRET = "the edge's secret"

_LISTEN = """\
listen 127.0.0.1:{plain} default_server;
listen 127.0.0.1:{tls} ssl default_server;
ssl_certificate tls.pem;
ssl_certificate_key tls.pem;
"""


@dataclass(frozen=True)
class Limits:
    """Values of ``limits.conf``, by default so high that no other test reaches them."""

    rate: str = "100000r/s"
    burst: int = 100_000
    connections: int = 10_000
    websocket_idle: str = "10m"

    def render(self) -> str:
        """The delivered file with these values."""
        text = (OPENRESTY / "limits.conf").read_text()
        for pattern, value in (
            (r"(?<=rate=)\w+/s", self.rate),
            (r"(?<=burst=)\d+", self.burst),
            (r"(?<=limit_conn connections )\d+", self.connections),
            (r"(?<=_timeout )\w+", self.websocket_idle),
        ):
            text, count = re.subn(pattern, str(value), text)
            assert count, f"limits.conf has no {pattern}"
        return text


@dataclass(frozen=True)
class Settings(gateway.Settings):
    """The settings of a deployment, by default for the tests' host and an edge with a secret.

    Attributes:
        limits: how much one user can use at a time.
    """

    lua: Mapping[str, Any] = field(default_factory=lambda: {"edge_secret": SECRET})
    limits: Limits = field(default_factory=Limits)

    def limits_conf(self) -> str:
        """The text of ``limits.conf``."""
        return self.limits.render()

    def lua_settings(self) -> dict[str, Any]:
        """The settings for ``settings.lua``."""
        return {"hosts": [HOST], "private_cookies": [], **super().lua_settings()}


@dataclass(frozen=True)
class Gateway:
    """Where the gateway listens on loopback."""

    plain: int
    tls: int
    log: Path

    def resolver_rules(self) -> str:
        """Chromium's ``--host-resolver-rules``, by which the page and its sandboxes are here."""
        return f"MAP *:443 127.0.0.1:{self.tls},MAP *:80 127.0.0.1:{self.plain}"


def render(folder: Path, settings: Settings) -> tuple[int, int]:
    """Writes all that nginx reads into a folder; returns the plain and the TLS port."""
    plain, tls = free_ports(2)
    gateway.render(folder, settings, _LISTEN.format(plain=plain, tls=tls))
    certificate = trustme.CA().issue_cert(HOST, f"*.runtime.{HOST}")
    certificate.private_key_and_cert_chain_pem.write_to_path(folder / "tls.pem")
    return plain, tls


@contextmanager
def running_gateway(folder: Path, settings: Settings) -> Iterator[Gateway]:
    """Runs nginx until the block is left; its error log is printed if it does not start."""
    plain, tls = render(folder, settings)
    log = folder / "error.log"
    with running_nginx(folder, plain, tls):
        yield Gateway(plain, tls, log)


@contextmanager
def running_nginx(folder: Path, *ports: int) -> Iterator[None]:
    """Runs nginx with the ``nginx.conf`` of a folder until the block is left."""
    with running(command(folder), ports, folder / "error.log"):
        yield
