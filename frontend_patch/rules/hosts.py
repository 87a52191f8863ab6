"""Host classes, and the patterns that the page script tests host names with."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping

#: The page's own host and port; its host name with another port; a host made by the runtime target.
BUILT_IN = ("page", "page-other-port", "runtime")


def expand(names: Iterable[str], own: Mapping[str, object]) -> list[str]:
    """The single classes that these names stand for; ``own`` are the table's ``hosts``."""
    sandbox = [*own, "page-other-port"]
    return list(
        dict.fromkeys(one for name in names for one in (sandbox if name == "sandbox" else [name]))
    )


def pattern(names: Iterable[str]) -> str:
    """Source of a JavaScript regular expression over host names as the URL parser writes them.

    It has made every IPv4 address four decimal numbers (URL Standard, 3.5, host serializing), so
    that a network is a pattern over these. Not anchored: the page script does that.

    Raises:
        ValueError: a name is not a valid network; the message says which.
    """
    return "|".join(_name_pattern(name) for name in names)


def literally(text: str) -> str:
    """The pattern that matches just this text, in Python and in JavaScript."""
    return re.sub(r"[.*+?^${}()|\[\]\\]", r"\\\g<0>", text)


def _name_pattern(name: str) -> str:
    if "/" in name:
        return _network_pattern(ipaddress.IPv4Network(name))
    if name.startswith("*."):
        return rf".+\.{literally(name[2:])}"
    return literally(name)


def _network_pattern(network: ipaddress.IPv4Network) -> str:
    octets = []
    for first, last in zip(
        network.network_address.packed, network.broadcast_address.packed, strict=True
    ):
        if first == last:
            octets.append(str(first))
        elif (first, last) == (0, 255):
            octets.append(r"\d+")
        else:
            octets.append(f"({'|'.join(_tens(first, last))})")
    return r"\.".join(octets)


def _tens(first: int, last: int) -> Iterator[str]:
    """Patterns that together match the decimal numbers of a range, one for each ten."""
    for ten in range(first // 10, last // 10 + 1):
        low, high = max(first, ten * 10) % 10, min(last, ten * 10 + 9) % 10
        yield f"{ten or ''}[{low}-{high}]"


def runtime_pattern(template: str) -> str | None:
    """The pattern of ``host`` for hosts that a target's template makes; ``{host}`` is the page's.

    Returns:
        None where the template's host does not tell port and conversation.
    """
    host = template.partition("//")[2].partition("/")[0]
    if not template.startswith("{page.protocol}//") or "{page.host}" not in host:
        return None
    if host.count("{port}") != 1 or host.count("{conversation}") != 1:
        return None
    known = {
        "{port}": r"(?<port>[1-9]\d{0,4})",
        "{conversation}": "(?<conversation>[0-9a-f]{32})",
        "{page.host}": "{host}",
    }
    parts = re.split(r"(\{[a-z.]+\})", host)
    return "".join(known.get(part) or literally(part) for part in parts)
