"""Ports and port ranges of the rule table."""

from __future__ import annotations

from collections.abc import Sequence

from frontend_patch.rules.schema import Table

#: The first and the last port of a range.
PortRange = tuple[int, int]

ANY_PORT: tuple[PortRange, ...] = ((1, 65535),)


def compile_ports(
    table: Table, where: str, written: Sequence[int | str], rule: str | None = None
) -> tuple[PortRange, ...]:
    """The ranges of a list of ports, sorted.

    Raises:
        TableError: a range ends before it begins, or above 65535.
    """
    ranges = []
    for index, one in enumerate(written):
        first, _, last = str(one).partition("-")
        found = int(first), int(last or first)
        if not found[0] <= found[1] <= ANY_PORT[0][1]:
            problem = f"{one!r} is not a range of ports from 1 to 65535"
            raise table.error(f"{where}[{index}]", problem, rule)
        ranges.append(found)
    return tuple(sorted(ranges))


def without(ranges: Sequence[PortRange], removed: Sequence[PortRange]) -> tuple[PortRange, ...]:
    """What is left of ``ranges``."""
    left = list(ranges)
    for low, high in removed:
        below = [(first, min(last, low - 1)) for first, last in left]
        above = [(max(first, high + 1), last) for first, last in left]
        left = [one for one in below + above if one[0] <= one[1]]
    return tuple(sorted(left))
