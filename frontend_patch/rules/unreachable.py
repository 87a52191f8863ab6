"""Finds rules that can never be reached, because earlier ones take all that they match."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from frontend_patch.rules.ports import ANY_PORT, PortRange, without


@dataclass(frozen=True)
class Reach:
    """What a rule takes: each via, host class and path (None: any path), on each of the ports."""

    rule: str
    vias: tuple[str, ...]
    hosts: tuple[str, ...]
    paths: tuple[str | None, ...]
    ports: tuple[PortRange, ...] = ANY_PORT


def shadowed_by(reach: Reach, earlier: list[Reach]) -> list[str]:
    """The earlier rules that together take all of ``reach``; empty if something is left."""
    takers: list[str] = []
    for via, host, path in product(reach.vias, reach.hosts, reach.paths):
        left = reach.ports
        for other in earlier:
            if via not in other.vias or host not in other.hosts:
                continue
            if any(_covers(wide, path) for wide in other.paths):
                fewer = without(left, other.ports)
                if fewer != left:
                    takers.append(other.rule)
                left = fewer
        if left:
            return []
    return list(dict.fromkeys(takers))


def _covers(wide: str | None, narrow: str | None) -> bool:
    """Whether every path that begins with the segments ``narrow`` also begins with ``wide``."""
    if wide is None:
        return True
    return narrow is not None and (narrow + "/").startswith(wide + "/")
