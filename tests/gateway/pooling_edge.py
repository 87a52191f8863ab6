"""Caddy as the edge: ends TLS, signs people in by a cookie, and pools its connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme

from demo.addresses import HOST
from demo.stub_server.serve import Ports
from tests.gateway.nginx import SECRET
from tests.gateway.process import free_ports, running

#: The cookie that names the user: ``SESSION=of-alice``.
SESSION = "__Host-session"

_CADDYFILE = """\
{{
	admin off
	auto_https disable_redirects
	http_port {plain}
	https_port {tls}
	skip_install_trust
}}
https://{host}:{tls}, https://*.runtime.{host}:{tls} {{
	bind 127.0.0.1
	tls {pem} {pem}
	map {{http.request.cookie.{session}}} {{user}} {{
		~^of-([a-z]+)$ "${{1}}"
		default ""
	}}
	reverse_proxy 127.0.0.1:{gateway} {{
		flush_interval -1
		header_up Host {{http.request.hostport}}
		header_up X-Gateway-Secret "{secret}"
		header_up X-Cognito-User-Id {{user}}
		transport http {{
			keepalive_idle_conns_per_host 2
		}}
	}}
}}
"""


@contextmanager
def pooling_edge(folder: Path, gateway: int) -> Iterator[Ports]:
    """Serves over TLS until the block is left; ``gateway`` is the gateway's plain port."""
    pem = folder / "edge.pem"
    certificate = trustme.CA().issue_cert(HOST, f"*.runtime.{HOST}")
    certificate.private_key_and_cert_chain_pem.write_to_path(pem)
    tls, plain = free_ports(2)
    config = folder / "Caddyfile"
    config.write_text(
        _CADDYFILE.format(
            host=HOST,
            tls=tls,
            plain=plain,
            pem=pem,
            gateway=gateway,
            secret=SECRET,
            session=SESSION,
        )
    )
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(config)]
    with running(command, [tls], folder / "caddy.log", {"HOME": str(folder)}):
        yield Ports(tls=tls, plain=plain)
