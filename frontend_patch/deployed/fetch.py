"""Fetches over HTTP as a browser does: redirects followed, content codings undone."""

from __future__ import annotations

import gzip
import ssl
import zlib
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

import brotli

from frontend_patch import __version__
from frontend_patch.errors import FileError, SiteError

#: Content codings that browsers ask for and this can undo, and none.
CODINGS = ("br", "gzip", "identity")

_TIMEOUT = 10  # seconds without a byte


@dataclass(frozen=True)
class Answer:
    """What a server answered.

    Attributes:
        url: where it came from, after redirects.
        headers: as they came.
        body: without content coding.
    """

    url: str
    headers: Message
    body: bytes


class Fetcher:
    """Fetches over HTTP and HTTPS; a proxy that the environment names is used."""

    def __init__(self, ca: Path | None = None) -> None:
        """Trusts the system's certificates, and those in the PEM file ``ca``.

        Raises:
            FileError: there are none in it.
        """
        context = ssl.create_default_context()
        if ca:
            try:
                context.load_verify_locations(ca)
            except OSError as error:
                raise FileError(f"{ca}: no certificates in PEM could be read: {error}") from error
        self._opener = OpenerDirector()
        for handler in (
            ProxyHandler(),
            HTTPHandler(),
            HTTPSHandler(context=context),
            HTTPRedirectHandler(),
            HTTPErrorProcessor(),
            HTTPDefaultErrorHandler(),
            UnknownHandler(),
        ):
            self._opener.add_handler(handler)

    def fetch(self, url: str, coding: str) -> Answer:
        """The answer to a GET that accepts one content coding.

        Raises:
            SiteError: there is none, or it is none of success.
        """
        headers = {
            "Accept": "*/*",
            "Accept-Encoding": coding,
            "User-Agent": f"openhands-frontend-patch/{__version__}",
        }
        request = Request(url, headers=headers)  # noqa: S310 - the opener opens no file
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as answer:
                return Answer(answer.url, answer.headers, _decoded(answer.headers, answer.read()))
        except HTTPError as error:
            with error:
                raise SiteError(f"{error.url}: answers {error.code} {error.reason}") from error
        except URLError as error:
            raise SiteError(f"{url}: cannot fetch it: {error.reason}") from error
        except (OSError, HTTPException, ValueError, EOFError, zlib.error, brotli.error) as error:
            raise SiteError(f"{url}: cannot fetch it: {error or type(error).__name__}") from error


def _decoded(headers: Message, body: bytes) -> bytes:
    coding = headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("gzip", "x-gzip"):
        return gzip.decompress(body)
    if coding == "br":
        decompressed: bytes = brotli.decompress(body)
        return decompressed
    if coding not in ("identity", ""):
        raise ValueError(f"its content coding {coding!r} was not asked for")
    return body
