"""Generated blocks of Markdown, between ``<!-- NAME -->`` and ``<!-- /NAME -->``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_BLOCK = re.compile(r"(<!-- (?P<name>[a-z][a-z-]*) -->\n).*?(<!-- /(?P=name) -->)", re.DOTALL)


def names(text: str) -> list[str]:
    """The names of the blocks of a page, in order."""
    return [match["name"] for match in _BLOCK.finditer(text)]


def fill(text: str, contents: Mapping[str, Callable[[], str]]) -> str:
    """The page with new content in these blocks; other blocks stay."""

    def filled(match: re.Match[str]) -> str:
        content = contents.get(match["name"])
        return f"{match[1]}{content().strip()}\n{match[3]}" if content else match[0]

    return _BLOCK.sub(filled, text)


def without(text: str) -> str:
    """The page with empty blocks and unchanged line numbers."""
    return _BLOCK.sub(lambda match: match[1] + "\n" * match[0].count("\n") + match[3], text)


def table(head: list[str], rows: list[list[str]], *, numbers: bool = False) -> str:
    """A Markdown table; bars in cells are escaped.

    Args:
        head: the column headings.
        rows: the cells of each row.
        numbers: whether to align all columns but the first to the right.
    """
    rule = ["---", *(["---:"] * (len(head) - 1))] if numbers else ["---"] * len(head)
    lines = [head, rule, *rows]
    escaped = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in escaped)
