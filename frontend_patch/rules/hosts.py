"""Host classes, and the patterns that the page script matches host names against."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from typing import Any

from frontend_patch.rules.patterns import escape_pattern, fill_pattern
from frontend_patch.rules.problems import Problems
from frontend_patch.rules.table import HostClass

#: The page's own host and port; its host name with another port; hosts of the runtime target.
BUILT_IN = ("page", "page-other-port", "runtime")


def validate_hosts(written: dict[str, Any], problems: Problems) -> tuple[HostClass, ...]:
    """The host classes of a table, in order; checks its IPv4 networks and ``inertOn``."""
    for name, host_class in written["hosts"].items():
        for index, host in enumerate(host_class["names"]):
            try:
                _name_pattern(host)
            except ValueError as error:
                problems.add(f"$.hosts.{name}.names[{index}]", f"not an IPv4 network: {error}")
    for index, name in enumerate(written["inertOn"]):
        problems.expect(f"$.inertOn[{index}]", name, written["hosts"], "host class")
    return tuple(
        HostClass(name, tuple(entry["names"]), bool(entry.get("unlessPageIsOne")))
        for name, entry in written["hosts"].items()
    )


def expand_hosts(names: Iterable[str], classes: Iterable[str]) -> tuple[str, ...]:
    """The single classes for these names, where ``classes`` are those of the table."""
    sandbox = [*classes, "page-other-port"]
    expanded = [sandbox if name == "sandbox" else [name] for name in names]
    return tuple(dict.fromkeys(name for group in expanded for name in group))


def compile_hosts(classes: Iterable[HostClass]) -> list[dict[str, Any]]:
    """The host classes as src_js/types.d.ts declares them, in order."""
    return [
        {"name": host_class.name, "pattern": _class_pattern(host_class)}
        | ({"unlessPageIsOne": True} if host_class.unless_page_is_one else {})
        for host_class in classes
    ]


def compile_inert(classes: Iterable[HostClass], inert_on: Iterable[str]) -> str:
    """The pattern of host names on whose pages nothing is rewritten."""
    patterns = {host_class.name: _class_pattern(host_class) for host_class in classes}
    return "|".join(patterns[name] for name in inert_on) or "(?!)"


def runtime_pattern(template: str) -> str | None:
    """The pattern of ``host`` for hosts that a target produces; ``{host}`` is the page's.

    Returns:
        None if the host does not contain the port and the page's host exactly once, or contains the
        conversation more than once.
    """
    host = template.partition("//")[2].partition("/")[0]
    if not template.startswith("{page.protocol}//") or host.count("{page.host}") != 1:
        return None
    if host.count("{port}") != 1 or host.count("{conversation}") > 1:
        return None
    known = {
        "{port}": r"(?<port>[1-9]\d{0,4})",
        "{conversation}": "(?<conversation>[0-9a-f]{32})",
        "{page.host}": "{host}",
    }
    return fill_pattern(host, known)


def _class_pattern(host_class: HostClass) -> str:
    """Source of a JavaScript regular expression, not anchored, over serialized host names.

    The URL parser serializes each IPv4 address as four decimal numbers (URL Standard, 3.5), so a
    network is a pattern over these.
    """
    return "|".join(_name_pattern(host) for host in host_class.hosts)


def _name_pattern(name: str) -> str:
    if "/" in name:
        return _network_pattern(ipaddress.IPv4Network(name))
    if name.startswith("*."):
        return rf".+\.{escape_pattern(name[2:])}"
    return escape_pattern(name)


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
            octets.append(f"({'|'.join(_decimal_ranges(first, last))})")
    return r"\.".join(octets)


def _decimal_ranges(first: int, last: int) -> Iterator[str]:
    """Patterns that together match the decimal numbers of a range, one pattern per ten numbers."""
    for ten in range(first // 10, last // 10 + 1):
        low, high = max(first, ten * 10) % 10, min(last, ten * 10 + 9) % 10
        yield f"{ten or ''}[{low}-{high}]"
