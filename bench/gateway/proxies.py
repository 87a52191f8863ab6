"""The app, and the proxies to it that are compared."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.addresses import HOST, C
from demo.sandbox_apps.echo import agent_server
from demo.sandbox_apps.serve import serving_aiohttp
from tests.gateway.docker_api import docker_api
from tests.gateway.docker_container import Container
from tests.gateway.nginx import SECRET, Settings, running_gateway, running_nginx
from tests.gateway.process import free_ports
from tests.gateway.sandboxes import USER, addresses

_HTTP = """
error_log stderr;
pid nginx.pid;
worker_processes {workers};
events {{}}
http {{
  access_log off;
  client_body_temp_path client_body_temp;
  proxy_temp_path proxy_temp;
  fastcgi_temp_path fastcgi_temp;
  uwsgi_temp_path uwsgi_temp;
  scgi_temp_path scgi_temp;
  {rest}
}}
"""

_APP = """
server {{
  listen {address}:{port};
  listen 127.0.0.1:{port};
  location / {{ default_type text/html; return 200 "{body}"; }}
}}
"""

# As every guide to WebSockets behind nginx has it, with the gateway's version of HTTP.
_PLAIN = """
map $http_upgrade $connection_header { default upgrade; "" close; }
"""
_PLAIN_SERVER = """
server {{
  listen 127.0.0.1:{port};
  location / {{
    proxy_pass http://{upstream};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_header;
  }}
}}
"""

_BODY = "<!DOCTYPE html><title>App</title>" + "<p>A page of two kilobytes.</p>" * 66


@dataclass(frozen=True)
class Proxy:
    """A way to the app, and to its WebSocket.

    Attributes:
        port: of 127.0.0.1.
        headers: to send with a request.
        socket_port: of 127.0.0.1.
        socket_headers: to send with a handshake.
    """

    port: int
    headers: dict[str, str]
    socket_port: int
    socket_headers: dict[str, str]


@contextmanager
def proxies() -> Iterator[dict[str, Proxy]]:
    """Runs all until the block is left; yields them by name."""
    sandbox = next(addresses)
    with ExitStack() as stack:

        def folder() -> Path:
            return Path(stack.enter_context(tempfile.TemporaryDirectory()))

        def nginx(workers: str, rest: str, *ports: int) -> None:
            one = folder()
            (one / "nginx.conf").write_text(_HTTP.format(workers=workers, rest=rest))
            stack.enter_context(running_nginx(one, *ports))

        app, plain, plain_socket = free_ports(3)
        nginx("1", _APP.format(address=sandbox, port=app, body=_BODY), app)
        socket = stack.enter_context(serving_aiohttp(agent_server(), sandbox))
        servers = (
            _PLAIN_SERVER.format(port=port, upstream=f"{sandbox}:{upstream}")
            for port, upstream in ((plain, app), (plain_socket, socket))
        )
        nginx("auto", "".join([_PLAIN, *servers]), plain, plain_socket)
        found = {"plain nginx": Proxy(plain, _headers(app), plain_socket, _headers(socket))}
        for name, has_events in (("gateway", True), ("gateway, Docker asked each time", False)):
            docker = stack.enter_context(docker_api(folder()))
            docker.has_events = has_events
            docker.add(Container({"conversation_id": C, "user_id": USER}, {"bridge": sandbox}))
            gateway = stack.enter_context(running_gateway(folder(), Settings(docker.socket)))
            found[name] = Proxy(gateway.plain, _headers(app), gateway.plain, _headers(socket))
        yield found


def _headers(port: int) -> dict[str, str]:
    return {
        "Host": f"{port}-{C}.runtime.{HOST}",
        "X-Gateway-Secret": SECRET,
        "X-Cognito-User-Id": USER,
        "Cookie": "AWSELBAuthSessionCookie-0=x; session=y",
    }
