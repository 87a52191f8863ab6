"""The counterpart of `Tabs` in tests/support/url_probe.py for engines other than Chromium.

An engine has one window, which goes to another address when a test wants it. What has left the
browser is what the stub server received.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from demo.stub_server.app import UI_COOKIE, Stub
from tests.support.engines.browser import Browser
from tests.support.url_probe import DRIVERS, NAVIGABLE, SEND, Left

# Evaluates what Playwright's evaluate() takes: an expression, or a function that gets the argument.
_EVALUATE = """
async ([source, argument]) => {
  const value = (0, eval)(source);
  return typeof value === 'function' ? value(argument) : value;
}
"""

#: Seconds until a window that opens, or a page that navigates, has sent its request.
_SECONDS = 3

_ICON = "/favicon.ico"
#: Services of Firefox's makers, and of Chromium's, which may use the same stub server.
_VENDORS = (
    *(".mozilla.com", ".mozilla.net", ".mozilla.org"),
    *(".google.com", ".googleapis.com", ".gstatic.com"),
)


class EnginePage:
    """The page in the engine's window."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def evaluate(self, source: str, argument: Any = None) -> Any:
        """As Playwright's ``Page.evaluate``, for what JSON can carry."""
        return self._browser.evaluate(_EVALUATE, [source, argument])

    def bring_to_front(self) -> None:
        """The only window is in front."""


class EngineTabs:
    """See `Tabs` of tests/support/url_probe.py."""

    def __init__(self, browser: Browser, stub: Stub) -> None:
        self._browser, self._stub = browser, stub
        self._page = EnginePage(browser)
        self._at: tuple[str, str] | None = None
        # The UI that the cookie names, by origin.
        self._chosen: dict[str, str] = {}

    def at(self, address: str, ui: str) -> EnginePage:
        """The page at ``address``, where the UI of that name is served."""
        if self._at != (address, ui):
            self.visit(f"{address}?idle", ui)
            self._page.evaluate(DRIVERS)
            # Once a page load the patch asks about settings: now, and not beside what a test sends.
            self._page.evaluate("fetch('/api/settings').then((answer) => answer.text())")
            self._at = address, ui
        return self._page

    def forget(self) -> None:
        """Loads the next page anew."""
        self._at = None

    def visit(self, address: str, ui: str) -> EnginePage:
        """The page at ``address``, which is loaded anew."""
        self._at = None
        origin = "/".join(address.split("/", 3)[:3])
        if self._chosen.get(origin) != ui:
            # A cookie can be set only from a page of its host.
            self._browser.open(f"{origin}/?idle")
            cookie = f"{UI_COOKIE}={ui}; path=/"
            self._page.evaluate(f"document.cookie = {json.dumps(cookie)}")
            self._chosen[origin] = ui
        self._browser.open(address)
        return self._page

    def send(self, address: str, ui: str, via: str, url: str, form: str | None = None) -> Left:
        """Sends ``url`` by ``via``, through one form of its API, from the page at ``address``."""
        page = self.at(address, ui)
        self._stub.received.clear()
        left = Left(page.evaluate(SEND, [via, form, url]))
        if left.outcome in ("opened", "navigating", "queued"):
            self._wait_for_request(url)
        if left.outcome == "opened":
            self._browser.close_others()
        elif left.outcome == "navigating" and urlsplit(url).scheme in NAVIGABLE:
            self._at = None
        left.urls = self._received()
        return left

    def _wait_for_request(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", ""):
            self._stub.wait_until(lambda: self._received() != [], _SECONDS)

    def _received(self) -> list[str]:
        """What was received, except for what a browser requests for itself."""
        return [
            url
            for url in self._stub.received
            if urlsplit(url).path != _ICON and not urlsplit(url).netloc.endswith(_VENDORS)
        ]
