"""Which URLs a source expression of a Content-Security-Policy matches (CSP3, 6.7.2.8)."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>\*|(?:\*\.)?[a-z0-9_.-]+|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>\d+|\*))?(?P<path>/.*)?",
    re.IGNORECASE,
)

_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def matches(source: str, url: str, page: str) -> bool:
    """Whether a source expression matches a URL.

    Args:
        source: the expression.
        url: absolute, or relative to ``page``.
        page: the document's URL, for 'self'; empty if unknown, in which case a relative URL is on
            the page's own origin.
    """
    whole, origin = urlsplit(urljoin(page, url)), urlsplit(page)
    is_own = not whole.netloc or (_port(whole), whole.hostname) == (_port(origin), origin.hostname)
    if source.lower() == "'self'":
        return is_own and _upgrades(origin.scheme, whole.scheme)
    if not whole.netloc:
        return source == "*"
    if scheme := _SCHEME.fullmatch(source):
        return _upgrades(scheme[1].lower(), whole.scheme)
    host = _HOST.fullmatch(source)
    if not host:
        return False
    if source == "*":
        return whole.scheme in _PORTS
    return (
        _upgrades((host["scheme"] or origin.scheme).lower(), whole.scheme)
        and _matches_host(host["host"].lower(), whole.hostname or "")
        and _matches_port(host["port"], whole)
        and _matches_path(host["path"], whole.path)
    )


def _upgrades(scheme: str, other: str) -> bool:
    return other == scheme or not scheme or (scheme, other) == ("http", "https")


def _matches_host(pattern: str, host: str) -> bool:
    host = f"[{host}]" if ":" in host else host
    return pattern in ("*", host) or (pattern.startswith("*.") and host.endswith(pattern[1:]))


def _matches_port(port: str | None, url: SplitResult) -> bool:
    default = _PORTS.get(url.scheme)
    if port in (None, "*"):
        return port == "*" or _port(url) == default
    return port == str(_port(url)) or (port == "80" and _port(url) == _PORTS["https"])


def _matches_path(pattern: str | None, path: str) -> bool:
    if not pattern or pattern == "/":
        return True
    return path.startswith(pattern) if pattern.endswith("/") else path == pattern


def _port(url: SplitResult) -> int | None:
    return url.port or _PORTS.get(url.scheme)
