"""Limits of one response, so that a hostile or broken server cannot exhaust the check."""

from __future__ import annotations

import gzip
import io
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any, TypeVar

import brotli

#: Bytes of a body as received. An index.html or a script has less than one million.
MAX_BODY = 16 * 1024 * 1024

#: Bytes of a body after its content coding is removed.
MAX_DECODED = 64 * 1024 * 1024

#: Seconds for one response in all, redirects included.
MAX_SECONDS = 60.0


Result = TypeVar("Result")


class LimitError(ValueError):
    """A response exceeds a limit; the text names the limit."""


def read_body(response: Any) -> bytes:
    """The body of an ``http.client.HTTPResponse``.

    Raises:
        LimitError: it is larger than ``MAX_BODY``.
    """
    body: bytes = response.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise LimitError(f"the body is larger than {MAX_BODY:,} bytes")
    return body


def ungzip(body: bytes) -> bytes:
    """A decompressed gzip body.

    Raises:
        LimitError: the result is larger than ``MAX_DECODED``.
    """
    with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
        return _within_limit(file.read(MAX_DECODED + 1))


def unbrotli(body: bytes) -> bytes:
    """A decompressed Brotli body.

    Raises:
        LimitError: the result is larger than ``MAX_DECODED``.
        brotli.error: the body is not Brotli, or is cut off.
    """
    decompressor = brotli.Decompressor()
    decoded: bytes = decompressor.process(body, output_buffer_limit=MAX_DECODED + 1)
    _within_limit(decoded)
    if not decompressor.is_finished():
        raise brotli.error("the Brotli stream is cut off")
    return decoded


def _within_limit(decoded: bytes) -> bytes:
    if len(decoded) > MAX_DECODED:
        raise LimitError(f"the decompressed body is larger than {MAX_DECODED:,} bytes")
    return decoded


def within_time(task: Callable[[], Result]) -> Result:
    """What ``task`` returns or raises.

    A socket's timeout ends a silent server, but not one that sends a byte now and then. The task
    runs in a daemon thread, which ends with the process.

    Raises:
        LimitError: the task takes longer than ``MAX_SECONDS``.
    """
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(task())
        except Exception as error:  # noqa: BLE001 - raised again by result()
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    wait([outcome], MAX_SECONDS)
    if not outcome.done():
        raise LimitError(f"there is no complete response after {MAX_SECONDS:g} s")
    return outcome.result()
