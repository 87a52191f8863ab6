"""A URL that cannot be fetched ends the check with status 3."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from aiohttp import web

from frontend_patch.bundle.build import Bundle
from frontend_patch.deployed import fetch
from frontend_patch.inject.inject import inject
from frontend_patch.inject.options import Options
from tests.cli.deployed import DOCUMENT, Deployed, check, runs


@pytest.mark.parametrize("coding", ["gzip", "br", "compress"])
def test_a_broken_response_is_unreachable(site: Deployed, coding: str) -> None:
    site.put("/", b"broken", ("Content-Encoding", coding))
    result = check(f"{site.origin}/")
    assert (result.exit_code, f"{site.origin}/: cannot be fetched" in result.output) == (3, True)


@pytest.mark.parametrize("status", [401, 404, 500])
def test_an_http_error_is_unreachable(site: Deployed, status: int) -> None:
    site.handlers["/"] = lambda _: web.Response(status=status)
    result = check(f"{site.origin}/")
    assert (result.exit_code, f"{site.origin}/: responds with {status}" in result.output) == (
        3,
        True,
    )


def test_ca_trusts_a_private_authority(site: Deployed, bundle: Bundle) -> None:
    site.put("/", inject(DOCUMENT, bundle))
    result = check(f"{site.tls}/")
    assert (result.exit_code, "CERTIFICATE_VERIFY_FAILED" in result.output) == (3, True)
    assert runs(check(f"{site.tls}/", "--ca", site.ca))


def test_a_silent_server_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        result = check(f"http://127.0.0.1:{server.getsockname()[1]}/")
    assert (result.exit_code, "cannot be fetched: timed out" in result.output) == (3, True)


def test_a_closed_port_is_unreachable() -> None:
    result = check("http://127.0.0.1:1/")
    assert (result.exit_code, "cannot be fetched: [Errno 111]" in result.output) == (3, True)


def test_a_script_on_an_unreachable_host_is_unreachable(site: Deployed, bundle: Bundle) -> None:
    options = Options(external=True, public_path="http://127.0.0.1:1/")
    site.put("/", inject(DOCUMENT, bundle, options))
    result = check(f"{site.origin}/")
    assert (result.exit_code, "http://127.0.0.1:1/assets/" in result.output) == (3, True)


def test_an_invalid_ca_file_is_an_error(site: Deployed, tmp_path: Path) -> None:
    for path in (tmp_path / "missing", Path(__file__)):
        result = check(f"{site.tls}/", "--ca", path)
        assert (result.exit_code, f"{path}: cannot read PEM certificates" in result.output) == (
            1,
            True,
        )
