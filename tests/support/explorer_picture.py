"""``python -m tests.support.explorer_picture`` takes docs/pictures/explorer.png anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from playwright.sync_api import expect, sync_playwright

from frontend_patch.paths import HOME
from tests.support.browser import which_chromium
from tests.support.served_project import served_project


def take() -> Path:
    """Takes one of the explorer as it opens; returns where it is."""
    path = HOME / "docs" / "pictures" / "explorer.png"
    with (
        tempfile.TemporaryDirectory() as folder,
        served_project(Path(folder) / "project") as project,
        sync_playwright() as playwright,
        playwright.chromium.launch(**which_chromium(playwright)) as browser,
    ):
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(project.explorer)
        expect(page.locator("#outcomes article")).to_have_count(2)
        expect(page.locator("header")).to_contain_text("✓")
        page.screenshot(path=path, animations="disabled")
    return path


if __name__ == "__main__":
    click.echo(take())
