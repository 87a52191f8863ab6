"""nginx, with a file of conf.d and what it includes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.docs.documentation import the
from tests.docs.proxies.behind import PUBLIC, Behind, Proxy
from tests.docs.proxies.certificate import certificate
from tests.gateway.nginx import running_nginx
from tests.gateway.process import free_ports

_PROXY = the("nginx proxy")
_APP = the("nginx app")

_MAIN = """
pid nginx.pid;
error_log stderr warn;
events {}
http {
  access_log off;
  # As other sites of the same nginx may have it.
  proxy_http_version 1.0;
  proxy_buffering on;
  proxy_read_timeout 60s;
  absolute_redirect on;
  client_max_body_size 1m;
  client_body_temp_path client_body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  include site.conf;
}
"""


@contextmanager
def nginx(folder: Path, preset: str, site: str, routes: str, behind: Behind) -> Iterator[Proxy]:
    """Runs it as the proxy of a preset until the block is left."""
    [port] = free_ports(1)
    authority = certificate(folder)
    (folder / "openhands-proxy.conf").write_text(_PROXY)
    (folder / "openhands-app.conf").write_text(_APP)
    (folder / "runtime-routes.conf").write_text(routes)
    for written, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "192.0.2.10:40000-40099": f"{PUBLIC}:{behind.app}-{behind.live}",
        "127.0.0.1:3000": f"127.0.0.1:{behind.openhands}",
        "/etc/ssl/": f"{folder}/",
    }.items():
        site = site.replace(written, here)
    with running_site(folder, site, port):
        yield Proxy(preset, port, authority, direct=preset == "direct")


@contextmanager
def running_site(folder: Path, site: str, port: int) -> Iterator[None]:
    """Runs nginx with the content of ``http {}``, until the block is left."""
    (folder / "nginx.conf").write_text(_MAIN)
    (folder / "site.conf").write_text(site)
    with running_nginx(folder, port):
        yield
