"""Finds rules that can never be reached, because earlier ones take all that they match."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Reach:
    """What a rule takes: each via with each host class with each path (None: any path)."""

    rule: str
    vias: tuple[str, ...]
    hosts: tuple[str, ...]
    paths: tuple[str | None, ...]


def shadowed_by(reach: Reach, earlier: list[Reach]) -> list[str]:
    """The earlier rules that together take all of ``reach``; empty if something is left."""
    takers: list[str] = []
    for via, host, path in product(reach.vias, reach.hosts, reach.paths):
        taker = next(
            (
                other.rule
                for other in earlier
                if via in other.vias
                and host in other.hosts
                and any(_covers(wide, path) for wide in other.paths)
            ),
            None,
        )
        if taker is None:
            return []
        takers.append(taker)
    return list(dict.fromkeys(takers))


def _covers(wide: str | None, narrow: str | None) -> bool:
    """Whether every path that begins with the segments ``narrow`` also begins with ``wide``."""
    if wide is None:
        return True
    return narrow is not None and (narrow + "/").startswith(wide + "/")
