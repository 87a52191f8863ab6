"""The code blocks of the documentation, by kind: for each kind there is a test."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

from docs_build import blocks
from docs_build.pages import pages
from frontend_patch.paths import HOME

#: The kinds that some test checks.
CHECKED: set[str] = set()


@dataclass(frozen=True)
class Block:
    """A fenced code block.

    Attributes:
        page: its file, from the project's folder.
        line: of its first fence.
        kind: what stands behind the fence: a language, and which of its checks is meant.
        text: what is in it.
    """

    page: str
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@cache
def all_blocks() -> tuple[Block, ...]:
    """All blocks but the rendered ones, which have tests of their own."""
    return tuple(block for page in pages() for block in blocks_of(page))


def blocks_of(page: Path) -> list[Block]:
    """The blocks of a page, in order."""
    return [
        Block(page.relative_to(HOME).as_posix(), token.map[0] + 1, token.info, token.content)
        for token in MarkdownIt().parse(blocks.without(page.read_text()))
        if token.type in ("fence", "code_block") and token.map
    ]


def of_kind(*kinds: str) -> list[Block]:
    """The blocks of these kinds, for a test that checks them."""
    CHECKED.update(kinds)
    found = [block for block in all_blocks() if block.kind in kinds]
    missing = set(kinds) - {block.kind for block in found}
    assert not missing, f"no block of the kinds {missing}"
    return found


def the(kind: str) -> str:
    """The text of the only block of its kind."""
    [block] = of_kind(kind)
    return block.text
