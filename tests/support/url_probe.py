"""Sends URLs out of the stub UI through the real browser API, and tells which left the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Frame, Page, Request

from demo.stub_server.app import UI_COOKIE, Stub

DRIVERS = Path(__file__).with_name("drivers.js").read_text()

SEND = """
async ([via, form, url]) => {
  const driver = form ? drivers[via][form] : Object.values(drivers[via])[0];
  const tooLate = new Promise((resolve) => setTimeout(resolve, 5000, 'nothing came'));
  try { return await Promise.race([driver(url), tooLate]); } catch (error) { return error.name; }
}
"""

#: Schemes of which a navigation ends in a document.
NAVIGABLE = ("http", "https", "about", "")


@dataclass
class Left:
    """What came of sending one URL.

    Attributes:
        outcome: the driver's word, or the name of the error it threw.
        urls: what the browser asked for, sockets included; without fragments.
        address: where the window stands that was opened or navigated, fragment included.
    """

    outcome: str = ""
    urls: list[str] = field(default_factory=list)
    address: str | None = None


def choose_ui(context: BrowserContext, address: str, ui: str) -> None:
    """Has the stub serve the UI of that name under the origin of ``address``."""
    root = "/".join(address.split("/", 3)[:3])
    context.add_cookies([{"name": UI_COOKIE, "value": ui, "url": root}])


class Tabs:
    """Tabs of one browser context at idle UIs; one that is still where it was is used again."""

    def __init__(self, context: BrowserContext, stub: Stub) -> None:
        self._context, self._stub = context, stub
        self._open: dict[tuple[str, str], Page] = {}
        self._front: Page | None = None

    def at(self, address: str, ui: str) -> Page:
        """A tab at ``address``, where the UI of that name is served."""
        page = self._open.get((address, ui))
        if page is None or page.url != f"{address}?idle":
            page = self._context.new_page()
            choose_ui(self._context, address, ui)
            page.goto(f"{address}?idle")
            page.evaluate(DRIVERS)
            # Once a page load the patch asks about settings: now, and not beside what a test sends.
            page.evaluate("fetch('/api/settings').then((answer) => answer.text())")
            self._open[address, ui] = page
        # Behind another tab it would get one frame a second.
        if page is not self._front:
            page.bring_to_front()
            self._front = page
        return page

    def forget(self) -> None:
        """Closes all tabs: a page remembers the ports of VS Code that it has seen."""
        for page in self._open.values():
            page.close()
        self._open.clear()

    def send(self, address: str, ui: str, via: str, url: str, form: str | None = None) -> Left:
        """Sends ``url`` by ``via``, through one form of its API, from the page at ``address``."""
        page = self.at(address, ui)
        left = Left()
        popups: list[Page] = []
        navigations: list[Frame] = []

        def on_request(request: Request) -> None:
            left.urls.append(request.url.partition("#")[0])

        def on_popup(popup: Page) -> None:
            popups.append(popup)

        def on_navigation(frame: Frame) -> None:
            if frame == page.main_frame:
                navigations.append(frame)

        self._context.on("request", on_request)
        page.on("popup", on_popup)
        page.on("framenavigated", on_navigation)
        self._stub.received.clear()
        left.outcome = page.evaluate(SEND, [via, form, url])
        if left.outcome == "opened":
            if not popups:
                page.wait_for_event("popup")
            popups[0].wait_for_load_state()
            left.address = popups[0].url
            popups[0].close()
            self._front = None
        elif left.outcome == "navigating" and urlsplit(url).scheme in NAVIGABLE:
            if not navigations:
                page.wait_for_event("framenavigated")
            page.wait_for_load_state()
            left.address = page.url
            page.close()
            del self._open[address, ui]
        self._context.remove_listener("request", on_request)
        page.remove_listener("popup", on_popup)
        page.remove_listener("framenavigated", on_navigation)
        # The browser tells of a socket's handshake too late to wait for; the server saw it.
        left.urls += [url for url in self._stub.received if url.startswith("ws")]
        return left
