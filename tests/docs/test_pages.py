"""What the documentation says of code, table and files is what is there."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt

from docs_build import blocks
from docs_build.pages import RENDERED, pages, rendered
from frontend_patch.paths import HOME, RULES
from frontend_patch.rules.load import load_rules
from tests.docs.documentation import CHECKED, Block, all_blocks, the

# Not called `page`, which is a browser's.
PAGES = pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(HOME)))

OWN_TARGET = json.loads(the("json table"))

_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def checked() -> set[str]:
    """The kinds of blocks that tests ask for, this module's own among them."""
    for path in sorted((HOME / "tests" / "docs").glob("test_*.py")):
        importlib.import_module(f"tests.docs.{path.stem}")
    return CHECKED


@pytest.mark.parametrize("block", all_blocks(), ids=str)
def test_each_block_has_a_kind_that_a_test_checks(block: Block, checked: set[str]) -> None:
    assert block.kind in checked, f"{block}: no test checks blocks of the kind {block.kind!r}"


@PAGES
def test_rendered_blocks_are_current(path: Path) -> None:
    text = path.read_text()
    assert rendered(text) == text, "run `python -m docs_build`"


@PAGES
def test_each_rendered_block_has_a_program_that_renders_it(path: Path) -> None:
    # bench/gateway writes the block bench, tests/docs/test_explain.py checks the block explain.
    assert set(blocks.names(path.read_text())) <= {*RENDERED, "bench", "explain"}


def _links(page: Path) -> list[str]:
    tokens = MarkdownIt().enable("table").parse(page.read_text())
    children = [child for token in tokens for child in token.children or []]
    links = [str(child.attrs.get("href") or child.attrs.get("src") or "") for child in children]
    return [link for link in links if link and not urlsplit(link).scheme]


def _anchors(page: Path) -> set[str]:
    """As GitHub makes them: lower case, what is no word left out, hyphens for spaces."""
    headings = _HEADING.findall(page.read_text())
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@PAGES
def test_each_link_leads_somewhere(path: Path) -> None:
    dead = []
    for link in _links(path):
        file, _, anchor = unquote(link).partition("#")
        target = path.parent / file if file else path
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            dead.append(link)
    assert not dead


def test_each_page_is_linked_from_the_readme_or_from_another() -> None:
    linked = {
        (path.parent / link.partition("#")[0]).resolve()
        for path in pages()
        for link in _links(path)
    }
    # A folder shows its README.
    linked |= {HOME / "README.md", *(one / "README.md" for one in linked)}
    assert set(pages()) <= linked


def test_an_error_of_the_gateway_that_is_named_is_one() -> None:
    named = {code for page in pages() for code in re.findall(r"\bERR_[A-Z_]+\b", page.read_text())}
    lua = "".join(one.read_text() for one in (HOME / "docker" / "openresty").rglob("*.lua"))
    assert named
    assert named <= set(re.findall(r"\bERR_[A-Z_]+\b", lua))


def test_a_target_of_ones_own_is_as_documented(tmp_path: Path) -> None:
    table = json.loads(RULES.read_text())
    for key, value in OWN_TARGET.items():
        table[key] = {**table[key], **value} if isinstance(value, dict) else value
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(table))
    targets = {rule["to"] for rule in load_rules(path).compiled["rules"]}
    assert "{protocol}//{port}-{conversation}.sandboxes.example.net" in targets
