"""Fetches an issuer's keys (OpenID Connect Discovery 1.0)."""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass
from typing import Any

import httpx

from openhands_multiuser.identity.document import fetch_document
from openhands_multiuser.identity.errors import DocumentError, DocumentProblem
from openhands_multiuser.identity.keys import Keys, usable_keys

# Seconds for both documents. httpx limits each read only, which a slow sender stays below.
TIME_LIMIT = 5.0
_MAX_PORT = 65535  # connecting to a higher one raises OverflowError


def is_secure(url: str, *, may_be_local: bool) -> bool:
    """Returns whether nobody can tamper with what a URL serves.

    Args:
        url: the URL.
        may_be_local: allow http on loopback, too.
    """
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, TypeError, ValueError):
        return False
    if not parts.host or parts.userinfo or parts.fragment or (parts.port or 0) > _MAX_PORT:
        return False
    return parts.scheme == "https" or (
        may_be_local and parts.scheme == "http" and _is_loopback(parts.host)
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True)
class Issuer:
    """An OpenID Connect issuer.

    Attributes:
        url: exactly as in its tokens' `iss`.
        time_limit: seconds for a fetch of the keys.
    """

    url: str
    time_limit: float = TIME_LIMIT

    async def fetch_keys(self) -> Keys:
        """Returns the keys that the issuer publishes now.

        Raises:
            DocumentError: they are not to be had.
        """
        # OpenID Connect Discovery 1.0, section 4.1: without the trailing slash.
        metadata_url = self.url.rstrip("/") + "/.well-known/openid-configuration"
        url = metadata_url
        try:
            async with asyncio.timeout(self.time_limit), httpx.AsyncClient() as client:
                url = self._keys_url(metadata_url, await fetch_document(client, metadata_url))
                keys = usable_keys(await fetch_document(client, url))
        except TimeoutError as error:
            raise DocumentError(url, DocumentProblem.TIMEOUT) from error
        except OSError as error:  # certificates that httpx cannot read
            raise DocumentError(url, DocumentProblem.NO_ANSWER) from error
        if not keys:
            raise DocumentError(url, DocumentProblem.NO_KEYS)
        return keys

    def _keys_url(self, metadata_url: str, metadata: dict[str, Any]) -> str:
        if metadata.get("issuer") != self.url:
            raise DocumentError(metadata_url, DocumentProblem.WRONG_ISSUER)
        url = metadata.get("jwks_uri")
        is_local = self.url.startswith("http:")
        if not isinstance(url, str) or not is_secure(url, may_be_local=is_local):
            raise DocumentError(metadata_url, DocumentProblem.INSECURE_KEYS_URL)
        return url
