"""Fixtures: the served project, and a tab at its explorer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.explorer.tools import opened
from tests.support.browser import which_chromium
from tests.support.served_project import Project, served_project


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with served_project(tmp_path_factory.mktemp("served") / "project") as project:
        yield project


@pytest.fixture
def project(served: Project) -> Iterator[Project]:
    yield served
    served.restore()


@pytest.fixture(scope="package")
def plain_browser(playwright: Playwright) -> Iterator[Browser]:
    """As a developer has it: no host name is mapped."""
    with playwright.chromium.launch(**which_chromium(playwright)) as browser:
        yield browser


@pytest.fixture
def tab(plain_browser: Browser, project: Project) -> Iterator[Page]:
    with plain_browser.new_page() as page:
        yield opened(page, project)
