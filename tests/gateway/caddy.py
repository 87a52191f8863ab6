"""Runs Caddy with the Caddyfile of docker/caddy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import trustme

from demo.addresses import HOST
from demo.stub_server.serve import Ports
from frontend_patch.paths import HOME
from tests.gateway.process import free_ports, running

CADDYFILE = HOME / "docker" / "caddy" / "Caddyfile"


@contextmanager
def caddy(folder: Path, authority: trustme.CA, **variables: str) -> Iterator[Ports]:
    """Serves ``HOST`` over TLS until the block is left; yields where it listens.

    Args:
        folder: for what Caddy writes.
        authority: signs the certificate.
        variables: of the Caddyfile.
    """
    with running_caddy("caddy", CADDYFILE, folder, authority, variables) as ports:
        yield ports


@contextmanager
def running_caddy(
    program: str,
    caddyfile: Path,
    folder: Path,
    authority: trustme.CA,
    variables: Mapping[str, str],
    *,
    is_redirecting: bool = True,
) -> Iterator[Ports]:
    """Runs a Caddy with a copy of the Caddyfile, as `caddy` does.

    Args:
        program: Caddy.
        caddyfile: its configuration.
        folder: for what Caddy writes.
        authority: signs the certificate.
        variables: of the Caddyfile.
        is_redirecting: whether it listens at the plain port as well.
    """
    pem = folder / "host.pem"
    authority.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(pem)
    ports = Ports(*free_ports(2))
    environment = {
        "CADDY_ADMIN": "off",
        "HOME": str(folder),
        "HTTPS_PORT": str(ports.tls),
        "HTTP_PORT": str(ports.plain),
        "OPENHANDS_HOST": HOST,
        "OPENHANDS_TLS": f"{pem} {pem}",
        **variables,
    }
    command = [program, "run", "--adapter", "caddyfile", "--config", str(caddyfile)]
    listening = (ports.tls, ports.plain) if is_redirecting else (ports.tls,)
    with running(command, listening, folder / "caddy.log", environment):
        yield ports
