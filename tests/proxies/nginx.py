"""nginx, with a file of conf.d and the routes that it includes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.gateway.process import free_ports, running
from tests.proxies.behind import PUBLIC, Behind, Proxy, certificate

_MAIN = """
daemon off;
user root;
pid nginx.pid;
error_log stderr warn;
events {}
http {
  access_log off;
  client_body_temp_path client_body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  include openhands.conf;
}
"""


@contextmanager
def nginx(folder: Path, preset: str, site: str, routes: str, behind: Behind) -> Iterator[Proxy]:
    """Runs it until the block is left."""
    [port] = free_ports(1)
    trust = certificate(folder)
    (folder / "nginx.conf").write_text(_MAIN)
    (folder / "runtime-routes.conf").write_text(routes)
    for written, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "192.0.2.10:40000-40099": f"{PUBLIC}:{behind.app}-{behind.live}",
        "127.0.0.1:3000": f"127.0.0.1:{behind.openhands}",
        "/etc/ssl/": f"{folder}/",
    }.items():
        site = site.replace(written, here)
    (folder / "openhands.conf").write_text(site)
    command = ["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]
    with running(command, [port], folder / "log"):
        yield Proxy(preset, port, trust, direct=preset == "direct")
