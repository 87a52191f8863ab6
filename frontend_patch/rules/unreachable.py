"""Finds rules that can never apply, because earlier rules take every URL that they match."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from frontend_patch.rules.ports import ANY_PORT, without
from frontend_patch.rules.table import Rule


def covered_by(rule: Rule, earlier: Sequence[Rule]) -> list[str]:
    """The ids of the earlier rules that together take all URLs; empty if any URL is left."""
    taken_by: list[str] = []
    for via, host, path in product(rule.vias, rule.hosts, rule.paths or (None,)):
        left = rule.ports or ANY_PORT
        for other in earlier:
            if _takes(other, via, host, path):
                before, left = left, without(left, other.ports or ANY_PORT)
                if left != before:
                    taken_by.append(other.id)
        if left:
            return []
    return list(dict.fromkeys(taken_by))


def _takes(rule: Rule, via: str, host: str, path: str | None) -> bool:
    is_path = not rule.paths or any(_covers(wide, path) for wide in rule.paths)
    return via in rule.vias and host in rule.hosts and is_path


def _covers(wide: str, narrow: str | None) -> bool:
    """Whether every path that begins with the segments ``narrow`` also begins with ``wide``."""
    return narrow is not None and (narrow + "/").startswith(wide + "/")
