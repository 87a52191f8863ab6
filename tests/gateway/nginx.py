"""Runs the real nginx with the gateway's configuration, on ports of loopback that are free."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme

from demo.addresses import HOST
from tests.gateway.process import free_ports, running

OPENRESTY = Path(__file__).parents[2] / "docker" / "openresty"

#: Where Debian has the modules that OpenResty has built in.
MODULES = "/usr/lib/nginx/modules"

SECRET = "the edge's secret"

_SETTINGS = """\
upstream openhands {{
  server {openhands};
  keepalive 16;
}}
geo $realip_remote_addr $is_edge {{
  default 0;
  {edge}
}}
access_log {access_log};
init_by_lua_block {{
  require("gateway.settings").set {lua}
}}
"""

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
class Settings:
    """What a deployment decides.

    Attributes:
        docker_socket: path of Docker's socket.
        openhands: address and port of the OpenHands server.
        edge: addresses that are the edge.
        lua: further settings of ``settings.lua``.
        access_log: where requests are logged, and in which format.
        limits: how much one user can use at a time.
    """

    docker_socket: Path
    openhands: str = "127.0.0.1:1"
    edge: Sequence[str] = ()
    lua: Mapping[str, Any] = field(default_factory=lambda: {"edge_secret": SECRET})
    access_log: str = "off"
    limits: Limits = field(default_factory=Limits)

    def render(self) -> str:
        """The text of ``settings.conf``."""
        values = {
            "hosts": [HOST],
            "docker_socket": str(self.docker_socket),
            "private_cookies": [],
            **self.lua,
        }
        return _SETTINGS.format(
            openhands=self.openhands,
            edge="\n  ".join(f"{address} 1;" for address in self.edge),
            lua=_lua(values),
            access_log=self.access_log,
        )


def _lua(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case Mapping():
            return (
                "{ "
                + ", ".join(f"[{_lua(name)}] = {_lua(one)}" for name, one in value.items())
                + " }"
            )
        case Sequence():
            return "{ " + ", ".join(_lua(one) for one in value) + " }"
    return str(value)


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
    for name in ("nginx.conf", "proxy.conf", "sandbox.conf", "hidden_headers.conf"):
        shutil.copy(OPENRESTY / name, folder)
    (folder / "limits.conf").write_text(settings.limits.render())
    (folder / "lua").symlink_to(OPENRESTY / "lua")
    (folder / "settings.conf").write_text(settings.render())
    plain, tls = free_ports(2)
    (folder / "listen.conf").write_text(_LISTEN.format(plain=plain, tls=tls))
    certificate = trustme.CA().issue_cert(HOST, f"*.runtime.{HOST}")
    certificate.private_key_and_cert_chain_pem.write_to_path(folder / "tls.pem")
    return plain, tls


def command(folder: Path, *more: str) -> list[str]:
    """How nginx is run on a folder; as root its workers stay root, to reach the test's files."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx, "no nginx: install Debian's nginx, libnginx-mod-http-lua and lua-cjson"
    directives = [
        "daemon off;",
        *(f"load_module {MODULES}/{name}_module.so;" for name in ("ndk_http", "ngx_http_lua")),
        *(["user root;"] if os.geteuid() == 0 else []),
    ]
    return [nginx, "-p", f"{folder}/", "-c", "nginx.conf", "-g", " ".join(directives), *more]


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
