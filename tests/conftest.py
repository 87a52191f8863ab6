"""Fixtures: the rule table, its bundle, the stub server and a browser that resolves to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

from demo.stub_server.app import Stub
from demo.stub_server.serve import Ports, serving
from frontend_patch.bundle.build import Bundle, build_bundle
from frontend_patch.paths import RULES
from frontend_patch.rules.load import Rules, load_rules
from tests.browser.served import Served
from tests.support.browser import launch_arguments
from tests.support.uis import Uis
from tests.support.url_probe import Tabs

TESTS = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that `tests/run --fast` leaves out, by what they use."""
    for item in items:
        room = item.path.relative_to(TESTS).parts[0]
        if room == "engines" or "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if room == "gateway":
            item.add_marker("proxy")
        if room in ("server", "real"):
            item.add_marker("install")


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load_rules(RULES)


@pytest.fixture(scope="session")
def bundle(rules: Rules) -> Bundle:
    return build_bundle(rules, print)


@pytest.fixture(scope="session")
def stub(rules: Rules, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Stub:
    return Stub(Uis(tmp_path_factory.mktemp("ui"), rules, bundle))


@pytest.fixture(scope="session")
def ports(stub: Stub) -> Iterator[Ports]:
    with serving(stub) as ports:
        yield ports


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], playwright: Playwright, ports: Ports
) -> dict[str, Any]:
    return browser_type_launch_args | launch_arguments(playwright, ports)


@pytest.fixture
def served(page: Page, stub: Stub, bundle: Bundle) -> Iterator[Served]:
    yield Served(page, stub, bundle)
    stub.answers.clear()


@pytest.fixture(scope="module")
def tabs(browser: Browser, stub: Stub) -> Iterator[Tabs]:
    context = browser.new_context()
    yield Tabs(context, stub)
    context.close()
