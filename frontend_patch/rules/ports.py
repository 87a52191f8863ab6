"""Ports and port ranges of the rule table."""

from __future__ import annotations

from collections.abc import Sequence

from frontend_patch.rules.problems import Problems
from frontend_patch.rules.table import PortRange

#: All ports.
ANY_PORT: tuple[PortRange, ...] = ((1, 65535),)


def validate_ports(
    where: str, written: Sequence[int | str], problems: Problems, rule: str | None = None
) -> tuple[PortRange, ...]:
    """The ranges of a list of ports, sorted; checks that each is a range of valid ports."""
    ranges = []
    for index, entry in enumerate(written):
        first, _, last = str(entry).partition("-")
        found = int(first), int(last or first)
        if not found[0] <= found[1] <= ANY_PORT[0][1]:
            message = f"{entry!r} is not a range of ports from 1 to 65535"
            problems.add(f"{where}[{index}]", message, rule)
        ranges.append(found)
    return tuple(sorted(ranges))


def without(ranges: Sequence[PortRange], removed: Sequence[PortRange]) -> tuple[PortRange, ...]:
    """The part of ``ranges`` that is not in ``removed``, sorted."""
    left = list(ranges)
    for low, high in removed:
        below = [(first, min(last, low - 1)) for first, last in left]
        above = [(max(first, high + 1), last) for first, last in left]
        left = [part for part in below + above if part[0] <= part[1]]
    return tuple(sorted(left))
