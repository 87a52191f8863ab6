"""Reads every answer of a connection, so that a smuggled one is seen."""

from __future__ import annotations

import io
import socket
from http.client import HTTPResponse
from typing import Any, cast

from tests.gateway.ask import Answer


def read_to_end(sock: socket.socket) -> bytes:
    """All bytes until the peer closes the connection."""
    got = b""
    while more := sock.recv(65536):
        got += more
    return got


class _Bytes:
    """The part of a socket that ``HTTPResponse`` uses."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream

    def makefile(self, _mode: str) -> io.BufferedReader:
        return self._stream


class _Response(HTTPResponse):
    def _close_conn(self) -> None:
        """Keeps the stream open for the next response."""


def all_answers(received: bytes) -> list[Answer]:
    """Parses bytes of a connection as answers to GET, one after another."""
    stream: Any = io.BufferedReader(cast(io.RawIOBase, io.BytesIO(received)))
    answers = []
    while stream.peek():
        response = _Response(cast(socket.socket, _Bytes(stream)), method="GET")
        response.begin()
        answers.append(Answer(response.status, response.getheaders(), response.read()))
    return answers
