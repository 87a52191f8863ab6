"""Fetches over HTTP as a browser does: follows redirects and decodes content codings."""

from __future__ import annotations

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
from frontend_patch.deployed.limits import read_body, unbrotli, ungzip, within_time
from frontend_patch.errors import FileError, UnreachableError

#: Content codings that browsers accept and this module decodes, and none.
CODINGS = ("br", "gzip", "identity")

_TIMEOUT = 10  # seconds without receiving a byte


@dataclass(frozen=True)
class Response:
    """A successful HTTP response.

    Attributes:
        url: its URL, after redirects.
        headers: its headers, unchanged.
        body: its body, decoded.
    """

    url: str
    headers: Message
    body: bytes


class Fetcher:
    """Fetches over HTTP and HTTPS, through the proxy that the environment names, if any."""

    def __init__(self, ca: Path | None = None) -> None:
        """Trusts the system's certificates and those in the PEM file ``ca``.

        Raises:
            FileError: the file contains no certificates.
        """
        context = ssl.create_default_context()
        if ca:
            try:
                context.load_verify_locations(ca)
            except OSError as error:
                raise FileError(f"{ca}: cannot read PEM certificates: {error}") from error
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

    def fetch(self, url: str, coding: str) -> Response:
        """The response to a GET request that accepts one content coding.

        Raises:
            UnreachableError: there is no response, its status is not a success, or it exceeds a
                limit of limits.py.
        """
        headers = {
            "Accept": "*/*",
            "Accept-Encoding": coding,
            "User-Agent": f"openhands-frontend-patch/{__version__}",
        }
        request = Request(url, headers=headers)  # noqa: S310 - the opener does not open files
        try:
            return within_time(lambda: self._respond(request))
        except HTTPError as error:
            with error:
                reason = f"responds with {error.code} {error.reason}"
                raise UnreachableError(error.url, reason, error.code) from error
        except URLError as error:
            raise UnreachableError(url, f"cannot be fetched: {error.reason}") from error
        except (OSError, HTTPException, ValueError, EOFError, zlib.error, brotli.error) as error:
            reason = f"cannot be fetched: {error or type(error).__name__}"
            raise UnreachableError(url, reason) from error

    def _respond(self, request: Request) -> Response:
        with self._opener.open(request, timeout=_TIMEOUT) as found:
            return Response(found.url, found.headers, _decoded(found.headers, read_body(found)))


def _decoded(headers: Message, body: bytes) -> bytes:
    coding = headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("gzip", "x-gzip"):
        return ungzip(body)
    if coding == "br":
        return unbrotli(body)
    if coding not in ("identity", ""):
        raise ValueError(f"the content coding {coding!r} was not accepted")
    return body
