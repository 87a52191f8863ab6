"""A response that exceeds a limit ends the check with status 3, and the message names the limit."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import brotli
import pytest
from click.testing import Result

from frontend_patch.bundle.build import Bundle
from frontend_patch.deployed import limits
from frontend_patch.inject.inject import inject
from tests.cli.deployed import DOCUMENT, Deployed, check, runs

HUGE = b"a" * (limits.MAX_DECODED + 1)


def assert_exceeds(result: Result, limit: str) -> None:
    assert (result.exit_code, limit in result.output) == (3, True), result.output


def test_a_body_that_is_too_large(site: Deployed) -> None:
    site.put("/", b"a" * (limits.MAX_BODY + 1))
    assert_exceeds(check(f"{site.origin}/"), "the body is larger than 16,777,216 bytes")


@pytest.mark.parametrize(
    ("coding", "compress"),
    [
        ("gzip", lambda data: gzip.compress(data, 1)),
        ("br", lambda data: brotli.compress(data, quality=1)),
    ],
)
def test_a_small_body_that_decompresses_to_a_large_one(
    site: Deployed, coding: str, compress: type[bytes]
) -> None:
    site.put("/", compress(HUGE), ("Content-Encoding", coding))
    limit = "the decompressed body is larger than 67,108,864 bytes"
    assert_exceeds(check(f"{site.origin}/"), limit)


@pytest.mark.parametrize(("coding", "compress"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_compressed_body_within_the_limits(
    site: Deployed, bundle: Bundle, coding: str, compress: type[bytes]
) -> None:
    site.put("/", compress(inject(DOCUMENT, bundle)), ("Content-Encoding", coding))
    assert runs(check(f"{site.origin}/"))


@pytest.fixture
def dripping() -> Iterator[str]:
    """A server whose response never ends: a byte of a header whenever the client waits."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        is_over = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not is_over.wait(0.05):
                    connection.sendall(b"a")

        thread = threading.Thread(target=drip)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        is_over.set()
        thread.join()


def test_a_response_that_takes_too_long_in_all(
    dripping: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", 0.5)
    assert_exceeds(check(dripping), "there is no complete response after 0.5 s")
