"""Fixtures: the settings API, and visits to the UI."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from demo.stub_server.app import Stub
from demo.stub_server.settings import (
    SettingsApi,
)
from tests.browser.settings.visits import HOME, NEXT_FRAME, UIS, Visit, begin_visit
from tests.support.url_probe import choose_ui


@pytest.fixture(autouse=True)
def settings(stub: Stub) -> Iterator[SettingsApi]:
    api = stub.settings
    # Tests of other folders ask for settings, too, and do not forget the calls.
    _forget(api)
    yield api
    _forget(api)


def _forget(api: SettingsApi) -> None:
    vars(api).update(vars(SettingsApi()))


@pytest.fixture
def visit(context: BrowserContext) -> Visit:
    def visit(version: str = "v0", by: str = "xhr", ui: str = "", more: str = "") -> Page:
        page = begin_visit(context, version, by, ui or UIS[version], more)
        page.wait_for_function("'settingsStatus' in globalThis", timeout=10_000)
        page.evaluate(NEXT_FRAME)
        return page

    return visit


@pytest.fixture
def idle(context: BrowserContext) -> Page:
    """A tab that has not requested settings yet."""
    choose_ui(context, HOME, "react")
    page = context.new_page()
    page.goto(HOME)
    return page
