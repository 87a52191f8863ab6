"""Helpers for the tests of the rule explorer."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from demo.addresses import HOST, UUID
from frontend_patch.paths import HOME
from tests.support.served_project import Project

PAGE = f"https://{HOST}/conversations/{UUID}"
AXE = (HOME / "node_modules" / "axe-core" / "axe.min.js").read_text()


def opened(page: Page, project: Project) -> Page:
    page.goto(project.explorer)
    expect(page.locator("#rules section").first).to_be_visible()
    return page


def outcomes(page: Page) -> dict[str, str]:
    """The rewritten URL that the page shows, by via."""
    return {
        via: article.locator(".becomes").inner_text()
        for article in page.locator("#outcomes article").all()
        for via in article.locator(".chips li").all_inner_texts()
    }


def url_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="URL")


def rule(page: Page, rule_id: str) -> Locator:
    return page.locator(f"#rule-{rule_id}")


def unfold_all(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
