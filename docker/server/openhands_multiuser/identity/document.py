"""Fetches a JSON document within limits of size and time."""

from __future__ import annotations

import json
from typing import Any

import httpx

from openhands_multiuser.identity.errors import DocumentError, DocumentProblem

MAX_BYTES = 256 * 1024

# Not compressed, and read raw: a small answer must not become a large document.
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


async def fetch_document(client: httpx.AsyncClient, url: str) -> dict[str, Any]:
    """Returns the JSON object at a URL. The caller limits the time.

    Raises:
        DocumentError: there is none.
    """
    try:
        async with client.stream("GET", url, headers=_HEADERS) as response:
            if response.status_code != httpx.codes.OK:
                raise DocumentError(url, DocumentProblem.STATUS)
            body = await _read(response, url)
    except httpx.TimeoutException as error:
        raise DocumentError(url, DocumentProblem.TIMEOUT) from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise DocumentError(url, DocumentProblem.NO_ANSWER) from error
    return _parse(body, url)


async def _read(response: httpx.Response, url: str) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MAX_BYTES:
            raise DocumentError(url, DocumentProblem.TOO_LARGE)
    return bytes(body)


def _parse(body: bytes, url: str) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise DocumentError(url, DocumentProblem.NOT_JSON) from error
    if not isinstance(document, dict):
        raise DocumentError(url, DocumentProblem.NOT_JSON)
    return document
