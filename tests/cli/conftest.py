"""A server for deployed UIs."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from aiohttp import web

from demo.stub_server.serve import listening
from tests.cli.deployed import Deployed


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    authority = trustme.CA()
    ca = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(ca)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    site = Deployed(ca)
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", site.respond)
    with listening(application, tls) as ports:
        site.origin, site.tls = (
            f"{scheme}://127.0.0.1:{port}"
            for scheme, port in (("http", ports.plain), ("https", ports.tls))
        )
        yield site
