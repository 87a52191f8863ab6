"""An issuer that misbehaves, on a real socket."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from openhands_multiuser.identity.document import MAX_BYTES
from openhands_multiuser.identity.errors import DocumentError, DocumentProblem
from openhands_multiuser.identity.issuer import Issuer, is_secure

from .issuer_server import KEYS, METADATA, Answer, RunningIssuer, json_answer, raw_answer

pytestmark = pytest.mark.anyio
P = DocumentProblem


async def problem_of(issuer: Issuer) -> DocumentProblem:
    with pytest.raises(DocumentError) as caught:
        await issuer.fetch_keys()
    return caught.value.problem


async def test_the_keys_of_a_well_behaved_issuer_are_found(issuer: RunningIssuer) -> None:
    assert set(await Issuer(issuer.url).fetch_keys()) == {("rsa", "RS256"), ("ec", "ES256")}


async def test_an_issuer_may_end_in_a_slash(issuer: RunningIssuer) -> None:
    issuer.answers[METADATA] = json_answer(issuer.metadata | {"issuer": issuer.url + "/"})
    assert await Issuer(issuer.url + "/").fetch_keys()
    assert await problem_of(Issuer(issuer.url)) is P.WRONG_ISSUER


def _close(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def _garbage(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff not HTTP\r\n\r\n")


def _truncated(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{}")


@pytest.mark.parametrize("path", [METADATA, KEYS])
@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (_close, P.NO_ANSWER),
        (_garbage, P.NO_ANSWER),
        (_truncated, P.NO_ANSWER),
        (raw_answer(b"{}", 500), P.STATUS),
        (raw_answer(b"{}", 302, Location="/elsewhere"), P.STATUS),
        (raw_answer(b""), P.NOT_JSON),
        (raw_answer(b"<html>"), P.NOT_JSON),
        (raw_answer(b"\xff\xfe"), P.NOT_JSON),
        (raw_answer(b"[]"), P.NOT_JSON),
        (raw_answer(b"[" * 100_000), P.NOT_JSON),
        (raw_answer(b'{"a":' + b"9" * 5000 + b"}"), P.NOT_JSON),
        (raw_answer(b" " * MAX_BYTES + b"{}"), P.TOO_LARGE),
        # Compressed although nobody asked for it.
        (raw_answer(gzip.compress(b" " * 10**7), Content_Encoding="gzip"), P.NOT_JSON),
    ],
)
async def test_a_broken_document_yields_no_keys(
    issuer: RunningIssuer, path: str, answer: Answer, problem: DocumentProblem
) -> None:
    issuer.answers[path] = answer
    assert await problem_of(Issuer(issuer.url)) is problem
    assert "/elsewhere" not in issuer.requests


def _silent(issuer: RunningIssuer) -> Answer:
    def answer(_handler: BaseHTTPRequestHandler) -> None:
        issuer.stopped.wait()

    return answer


def _dripping(issuer: RunningIssuer) -> Answer:
    """Sends a byte often enough that no single read times out."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not issuer.stopped.wait(0.02):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    return answer


@pytest.mark.parametrize("path", [METADATA, KEYS])
@pytest.mark.parametrize("slow", [_silent, _dripping])
async def test_a_slow_issuer_is_given_up(
    issuer: RunningIssuer, path: str, slow: Callable[[RunningIssuer], Answer]
) -> None:
    issuer.answers[path] = slow(issuer)
    assert await problem_of(Issuer(issuer.url, time_limit=0.5)) is P.TIMEOUT


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    try:
        while True:
            handler.wfile.write(b" " * 65536)
    except OSError:
        return


async def test_an_endless_document_is_not_read_to_its_end(issuer: RunningIssuer) -> None:
    issuer.answers[KEYS] = _endless
    assert await problem_of(Issuer(issuer.url)) is P.TOO_LARGE


async def test_an_issuer_that_does_not_listen_has_no_keys() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert await problem_of(Issuer(f"http://127.0.0.1:{port}")) is P.NO_ANSWER


@pytest.mark.parametrize("named", ["https://evil.example", None, "", ["x"]])
async def test_metadata_of_another_issuer_is_refused(issuer: RunningIssuer, named: object) -> None:
    issuer.answers[METADATA] = json_answer(issuer.metadata | {"issuer": named})
    assert await problem_of(Issuer(issuer.url)) is P.WRONG_ISSUER
    assert KEYS not in issuer.requests


@pytest.mark.parametrize(
    "url", [None, 1, "", "/keys", "file:///etc/passwd", "http://keys.example/", "https://a:b@c/"]
)
async def test_keys_come_from_a_secure_url_only(issuer: RunningIssuer, url: object) -> None:
    issuer.answers[METADATA] = json_answer(issuer.metadata | {"jwks_uri": url})
    assert await problem_of(Issuer(issuer.url)) is P.INSECURE_KEYS_URL


@pytest.mark.parametrize("key_set", [{}, {"keys": []}, {"keys": [{"kty": "oct", "kid": "a"}]}])
async def test_a_key_set_without_a_usable_key_is_an_error(
    issuer: RunningIssuer, key_set: object
) -> None:
    issuer.answers[KEYS] = raw_answer(json.dumps(key_set).encode())
    assert await problem_of(Issuer(issuer.url)) is P.NO_KEYS


@pytest.mark.parametrize(
    ("url", "anywhere", "locally"),
    [
        ("https://issuer.example/realm", True, True),
        ("http://issuer.example", False, False),
        ("http://127.0.0.1:8080", False, True),
        ("http://127.9.9.9", False, True),
        ("http://[::1]:8080", False, True),
        ("http://localhost:8080", False, True),
        ("http://localhost.evil.example", False, False),
        ("http://127.0.0.1.evil.example", False, False),
        ("http://127.0.0.1@evil.example", False, False),
        ("https://user:password@issuer.example", False, False),
        ("https://issuer.example/#a", False, False),
        ("https://", False, False),
        ("ftp://issuer.example", False, False),
        ("issuer.example", False, False),
        ("https://[::1", False, False),
        ("https://a:99999999", False, False),
        ("https://\x00", False, False),
    ],
)
def test_https_is_secure_and_http_on_loopback_where_allowed(
    url: str, *, anywhere: bool, locally: bool
) -> None:
    assert is_secure(url, may_be_local=False) is anywhere
    assert is_secure(url, may_be_local=True) is locally
