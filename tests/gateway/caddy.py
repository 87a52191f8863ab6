"""Runs Caddy with the Caddyfile of docker/caddy."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import trustme

from frontend_patch.home import HOME
from tests.addresses import HOST
from tests.stub_server.serve import Ports

CADDYFILE = HOME / "docker" / "caddy" / "Caddyfile"


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def caddy(folder: Path, authority: trustme.CA, **variables: str) -> Iterator[Ports]:
    """Serves ``HOST`` over TLS until the block is left; yields where it listens.

    Args:
        folder: an empty one, for what Caddy writes.
        authority: signs the certificate.
        variables: of the Caddyfile.
    """
    pem = folder / "host.pem"
    authority.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(pem)
    ports = Ports(free_port(), free_port())
    given = {
        "CADDY_ADMIN": "off",
        "HOME": str(folder),
        "HTTPS_PORT": str(ports.tls),
        "HTTP_PORT": str(ports.plain),
        "OPENHANDS_HOST": HOST,
        "OPENHANDS_TLS": f"{pem} {pem}",
    }
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(CADDYFILE)]
    log = folder / "log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, env=os.environ | given | variables, stderr=output) as process,
    ):
        try:
            _wait_until_listening(process, ports.tls, log)
            yield ports
        finally:
            process.terminate()


def _wait_until_listening(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            is_hopeless = process.poll() is not None or time.monotonic() > until
            assert not is_hopeless, log.read_text()
            time.sleep(0.02)
        else:
            return
