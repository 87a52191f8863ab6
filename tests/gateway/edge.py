"""The edge in front of the gateway, the only source of the user's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme
from playwright.sync_api import BrowserContext

from demo.addresses import HOST
from demo.stub_server.serve import Ports
from tests.gateway.nginx import SECRET, running_nginx
from tests.gateway.process import free_ports

_CONF = Path(__file__).with_name("edge.conf")

#: The edge's own cookie, as an AWS load balancer names it.
SESSION = "AWSELBAuthSessionCookie-0"


@contextmanager
def edge(folder: Path, gateway: int) -> Iterator[Ports]:
    """Serves over TLS until the block is left; ``gateway`` is the gateway's plain port."""
    [port] = free_ports(1)
    certificate = trustme.CA().issue_cert(HOST, f"*.runtime.{HOST}")
    certificate.private_key_and_cert_chain_pem.write_to_path(folder / "tls.pem")
    conf = _CONF.read_text()
    for name, value in {"PORT": port, "GATEWAY": gateway, "SECRET": SECRET}.items():
        conf = conf.replace(f"@{name}@", str(value))
    (folder / "nginx.conf").write_text(conf)
    with running_nginx(folder, port):
        yield Ports(tls=port, plain=gateway)


def sign_in(context: BrowserContext, user: str) -> None:
    """Has the browser keep a session of a user for all hosts of the site."""
    context.add_cookies(
        [{"name": SESSION, "value": f"of-{user}", "domain": f".{HOST}", "path": "/"}]
    )
