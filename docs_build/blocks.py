"""Blocks of Markdown between ``<!-- NAME -->`` and ``<!-- /NAME -->``, which a program writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_BLOCK = re.compile(r"(<!-- (?P<name>[a-z][a-z-]*) -->\n).*?(<!-- /(?P=name) -->)", re.DOTALL)


def names(text: str) -> list[str]:
    """The blocks of a page, in order."""
    return [match["name"] for match in _BLOCK.finditer(text)]


def fill(text: str, contents: Mapping[str, Callable[[], str]]) -> str:
    """The page with these blocks written anew; others stay as they are."""

    def filled(match: re.Match[str]) -> str:
        content = contents.get(match["name"])
        return f"{match[1]}{content().strip()}\n{match[3]}" if content else match[0]

    return _BLOCK.sub(filled, text)


def without(text: str) -> str:
    """The page with all blocks empty, and each line where it was."""
    return _BLOCK.sub(lambda match: match[1] + "\n" * match[0].count("\n") + match[3], text)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown; a bar in a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    escaped = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in escaped)
