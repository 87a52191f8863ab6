"""Routes as Traefik 3 does, by a file of its dynamic configuration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_MATCHER = re.compile(r"(Host|HostRegexp|PathRegexp)\(`([^`]*)`\)")


@dataclass(frozen=True)
class Routed:
    """Where a request goes: the service's URL, and the path that it gets there."""

    url: str
    path: str


def route(dynamic: dict[str, Any], url: str) -> Routed | None:
    """What becomes of a request; None where no router matches.

    Of the routers that match, the one with the longest rule takes it.
    """
    http = dynamic["http"]
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path
    matching = [one for one in http["routers"].values() if _matches(one["rule"], host, path)]
    if not matching:
        return None
    router = max(matching, key=lambda one: len(one["rule"]))
    for name in router.get("middlewares", []):
        for pattern in http["middlewares"][name]["stripPrefixRegex"]["regex"]:
            path = _stripped(pattern, path)
    [server] = http["services"][router["service"]]["loadBalancer"]["servers"]
    return Routed(server["url"], path)


def _matches(rule: str, host: str, path: str) -> bool:
    return all(_holds(one.strip(), host, path) for one in rule.split("&&"))


def _holds(matcher: str, host: str, path: str) -> bool:
    found = _MATCHER.fullmatch(matcher)
    assert found, matcher
    name, value = found.groups()
    if name == "Host":
        return value == host
    return re.search(value, host if name == "HostRegexp" else path) is not None


def _stripped(pattern: str, path: str) -> str:
    found = re.search(pattern, path)
    return path.removeprefix(found[0]) if found else path
