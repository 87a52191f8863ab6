"""Fixtures: Firefox and WebKit take the place of Chromium in tests that use tabs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from demo.stub_server.app import Stub
from demo.stub_server.serve import Ports
from tests.browser.settings.visits import HOME, NEXT_FRAME, UIS
from tests.browser.text.chat import FRAMES, PAGE
from tests.support.engines.browser import Browser
from tests.support.engines.firefox import running_firefox
from tests.support.engines.forward_proxy import forward_proxy
from tests.support.engines.tabs import EnginePage, EngineTabs
from tests.support.engines.webkit import running_webkit

#: Starts each engine behind a proxy on a port, with its files in a folder.
RUNNING: dict[str, Callable[[int, Path], AbstractContextManager[Browser]]] = {
    "firefox": running_firefox,
    "webkit": running_webkit,
}
ENGINES = tuple(RUNNING)

_NO_NAVIGATION_API = pytest.mark.xfail(
    reason="Location cannot be wrapped, and WebKitGTK 2.50 has no Navigation API", strict=True
)
_EAGER_IMAGES = pytest.mark.xfail(
    reason="WebKit requests an image while innerHTML makes it, before its URL is rewritten",
    # Not if the image is in its cache.
    strict=False,
)
_MIXED_CONTENT = pytest.mark.skip(
    reason="WebKit blocks http://localhost on an https page, so there is nothing to compare with"
)

#: What an engine does not do, by a pattern of the test's name.
KNOWN = {
    r"says\[webkit-.*-navigate\]": _NO_NAVIGATION_API,
    r"becomes\[webkit-navigate ": _NO_NAVIGATION_API,
    r"promises_of_navigate.*\[webkit": _NO_NAVIGATION_API,
    r"looks_as.*\[webkit-.*navigate": _NO_NAVIGATION_API,
    r"becomes\[webkit-media img HTML": _EAGER_IMAGES,
    r"patch\[webkit-.*-sandbox\]": _MIXED_CONTENT,
}
#: What takes minutes.
SLOW = (
    "test_contract.py",
    "test_native_looks.py",
    "test_response_text.py",
    "test_examples.py::test_leaves_as_without_the_patch",
    "test_settings.py::test_if_something_fails_the_page_is_as_without_the_patch",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what an engine is known not to do, and what is too slow for every run."""
    for item in items:
        if item.path.parent != Path(__file__).parent:
            continue
        if f"{item.path.name}::{item.name}".startswith(SLOW):
            item.add_marker("slow")
        for pattern, mark in KNOWN.items():
            # pytest-playwright adds its own parameter.
            if re.search(pattern, item.name.replace("-chromium", "")):
                item.add_marker(mark)


@pytest.fixture(scope="session")
def proxy(ports: Ports) -> Iterator[int]:
    with forward_proxy(ports) as port:
        yield port


@pytest.fixture(scope="session")
def firefox(proxy: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with running_firefox(proxy, tmp_path_factory.mktemp("firefox")) as browser:
        yield browser


@pytest.fixture(scope="session")
def webkit(proxy: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with running_webkit(proxy, tmp_path_factory.mktemp("webkit")) as browser:
        yield browser


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Browser:
    browser: Browser = request.getfixturevalue(request.param)
    return browser


@pytest.fixture(scope="session")
def tabs(engine: Browser, stub: Stub) -> EngineTabs:
    """In place of the tabs of Chromium."""
    return EngineTabs(engine, stub)


@pytest.fixture
def visit(tabs: EngineTabs) -> Callable[..., EnginePage]:
    """In place of a new tab of Chromium."""
    tabs.visit(f"{HOME}?idle", "react").evaluate("localStorage.clear()")

    def visit(version: str = "v0", by: str = "xhr", ui: str = "", more: str = "") -> EnginePage:
        address = f"{HOME}?settings={version}&by={by}{more}"
        page = tabs.visit(address, ui or UIS[version])
        page.evaluate(_HAS_STATUS)
        page.evaluate(NEXT_FRAME)
        return page

    return visit


_HAS_STATUS = """
async () => {
  while (!('settingsStatus' in globalThis)) await new Promise((done) => setTimeout(done));
}
"""


@pytest.fixture
def idle(tabs: EngineTabs) -> EnginePage:
    """A page that has requested no settings yet."""
    return tabs.visit(HOME, "react")


# While a page loads, Firefox and WebKit hold its frames and timers back.
_LOADED = """
async () => {
  const element = document.body.appendChild(document.createElement('p'));
  element.append('http://localhost:1/');
  while (element.textContent.includes('localhost')) await new Promise((done) => setTimeout(done));
  element.remove();
}
"""


@pytest.fixture
def chat(tabs: EngineTabs) -> EnginePage:
    """In place of the page in Chromium."""
    page = tabs.at(PAGE, "patched")
    page.evaluate(FRAMES)
    page.evaluate(_LOADED)
    return page
