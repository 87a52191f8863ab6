"""Mermaid draws the diagrams of the documentation, as the repository's web page does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright

from frontend_patch.paths import HOME
from tests.docs.documentation import Block, of_kind
from tests.support.browser import which_chromium

DIAGRAMS = of_kind("mermaid")

_MERMAID = HOME / "node_modules" / "@mermaid-js" / "tiny" / "dist" / "mermaid.tiny.js"


@pytest.fixture(scope="module")
def blank_page(playwright: Playwright) -> Iterator[Page]:
    with playwright.chromium.launch(**which_chromium(playwright)) as chromium:
        page = chromium.new_page()
        yield page


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=str)
def test_mermaid_draws_each_label_of_the_diagram(blank_page: Page, diagram: Block) -> None:
    blank_page.add_script_tag(path=_MERMAID)
    svg = blank_page.evaluate(
        "(text) => mermaid.render('diagram', text).then(({ svg }) => svg)", diagram.text
    )
    blank_page.set_content(svg)
    drawn = blank_page.evaluate("document.body.innerText.replaceAll('\\n', ' ')")
    labels = re.findall(r'"([^"]+)"', diagram.text)
    assert labels
    assert [label for label in labels if label not in drawn] == []
