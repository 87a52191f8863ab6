"""nginx and Caddy with the files of vm/, for one machine."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from demo.addresses import HOST
from frontend_patch.paths import HOME
from tests.docs.proxies.behind import Behind, Proxy
from tests.docs.proxies.caddy import CADDY, OPTIONS
from tests.docs.proxies.certificate import certificate
from tests.docs.proxies.nginx import running_site
from tests.gateway.process import free_ports, running

VM = HOME / "vm"
PRESET = "port-subdomain"

#: The ports of Agent Canvas 1.20: of its launcher's settings, and the editor's beside them.
OWN_PORTS = ("3001", "8000", "18000", "18001", "19000")

#: Name and hashed password, as each proxy reads them: of `me`, with the password `secret`.
USER, PASSWORD = "me", "secret"
LOGIN = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
HTPASSWD = "me:$apr1$vm$7Vu3A1kkjR0r3UN.LZ29x0\n"
LOGIN_CADDY = """basic_auth {
	me $2a$04$z5BQucuzKWQv7VhF8VbnfeVf0EhQDzRJRV68ANx5YofQp7d/gmFEC
}
"""

# As on a usual machine; in a container, `localhost` is often the IPv4 address alone.
_HOSTS = "127.0.0.1 localhost\n::1 localhost\n"


def opened(text: str, ports: Iterable[int]) -> str:
    """A configuration in which further ports are open, added as a person adds them."""
    for written, line in (("  3000 1;", "  {} 1;\n"), (" 3000 ", " {}")):
        if written in text:
            added = "".join(line.format(port) for port in ports)
            return text.replace(written, added + written, 1)
    raise AssertionError("no list of ports")


@contextmanager
def vm_nginx(folder: Path, behind: Behind, *, login: bool = False) -> Iterator[Proxy]:
    """Runs nginx until the block is left.

    Args:
        folder: for what it reads and writes.
        behind: OpenHands and apps; the ports of the apps are open, too.
        login: whether a password is asked for.
    """
    [port] = free_ports(1)
    authority = certificate(folder)
    for path in (VM / "nginx").glob("openhands-*.conf"):
        shutil.copy(path, folder)
    (folder / "openhands.htpasswd").write_text(HTPASSWD)
    site = opened((VM / "nginx" / "openhands.conf").read_text(), {behind.app, behind.live})
    here = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "127.0.0.1:8000": f"127.0.0.1:{behind.openhands}",
        "/etc/ssl/": f"{folder}/",
    }
    if not login:
        here["auth_basic OpenHands;"] = "auth_basic off;"
    with running_site(folder, _replaced(site, here), port):
        yield Proxy(PRESET, port, authority)


@contextmanager
def vm_caddy(
    folder: Path, behind: Behind, *, login: bool = False, own_certificate: bool = True
) -> Iterator[Proxy]:
    """Runs Caddy until the block is left.

    Args:
        folder: for what it reads and writes.
        behind: OpenHands and apps; the ports of the apps are open, too.
        login: whether a password is asked for.
        own_certificate: whether it has one already; otherwise its own authority signs them.
    """
    tls, plain, ask = free_ports(3)
    authority = certificate(folder)
    shutil.copy(HOME / "docker" / "caddy" / "app.caddy", folder)
    (folder / "login.caddy").write_text(LOGIN_CADDY if login else "")
    caddyfile = opened((VM / "caddy" / "Caddyfile").read_text(), {behind.app, behind.live})
    files = f"{folder}/openhands.pem {folder}/openhands.key" if own_certificate else "internal"
    here = {
        "{\n": OPTIONS.format(tls=tls, plain=plain).removesuffix("}\n"),
        f"\n{HOST} {{\n": f"\n{HOST} {{\ntls {files}\n",
        "\ttls {": f"\ttls {files} {{",
        "127.0.0.1:2018": f"127.0.0.1:{ask}",
        "127.0.0.1:8000": f"127.0.0.1:{behind.openhands}",
    }
    (folder / "Caddyfile").write_text(_replaced(caddyfile, here))
    (folder / "hosts").write_text(_HOSTS)
    command = [
        *("bwrap", "--die-with-parent", "--dev-bind", "/", "/"),
        *("--ro-bind", str(folder / "hosts"), "/etc/hosts"),
        *(CADDY, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")),
    ]
    with running(command, [tls], folder / "log", {"HOME": str(folder)}):
        yield Proxy(PRESET, tls, authority)


def _replaced(text: str, here: Mapping[str, str]) -> str:
    for written, replacement in here.items():
        assert written in text, f"{written!r} is not in the configuration"
        text = text.replace(written, replacement, 1 if written == "{\n" else -1)
    return text
