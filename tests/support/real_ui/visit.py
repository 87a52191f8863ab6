"""A browser that finds the deployment and nothing else, and visits to the real UI in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from demo.addresses import HOST, UUID
from demo.stub_server.serve import serving
from frontend_patch.paths import HOME
from tests.support.browser import launch_arguments
from tests.support.real_ui.deployment import HOSTS, Deployment
from tests.support.url_probe import choose_ui

ROOT = f"https://{HOST}/"
CONVERSATION = f"{ROOT}conversations/{UUID}"

_ONBOARDING = json.loads((HOME / "src_js" / "openhands" / "onboarding.json").read_text())

#: What the console says of requests that fail; that they do is looked at by their URLs.
_OF_THE_NETWORK = ("Failed to load resource", "WebSocket connection to")


@contextmanager
def deployed(
    playwright: Playwright, uis: Mapping[str, Path]
) -> Iterator[tuple[Deployment, Browser]]:
    """Serves the UIs, by name, with what stands behind them."""
    deployment = Deployment(uis)
    with (
        serving(deployment) as ports,
        playwright.chromium.launch(**launch_arguments(playwright, ports, *HOSTS)) as browser,
    ):
        yield deployment, browser


def new_context(
    browser: Browser, ui: str, backend: str = "app-server", **options: Any
) -> BrowserContext:
    """A person who has the backend at the page's origin, of that kind, and meets that UI."""
    context = browser.new_context(**options)
    choose_ui(context, ROOT, ui)
    context.add_init_script(f"Object.assign(localStorage, {json.dumps(stored_for(backend))})")
    return context


def stored_for(backend: str) -> dict[str, str]:
    """What the UI keeps in `localStorage` for a person who has chosen that kind of backend."""
    stored: dict[str, str] = _ONBOARDING["onboarded"] | {
        key: json.dumps(value).replace("{page.origin}", ROOT.rstrip("/"))
        for key, value in _ONBOARDING[backend].items()
    }
    return stored


@dataclass
class Visit:
    """A tab at the real UI, and what came of it.

    Attributes:
        page: the tab.
        urls: what the browser asked for in this tab and those it opened; sockets of this tab.
        errors: on the console and uncaught, but for requests that failed.
    """

    page: Page
    urls: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)


def begin_visit(context: BrowserContext, address: str = CONVERSATION) -> Visit:
    """Opens the UI."""
    visit = Visit(context.new_page())

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_OF_THE_NETWORK):
            visit.errors.append(message.text)

    context.on("request", lambda request: visit.urls.add(request.url))
    context.on("weberror", lambda error: visit.errors.append(str(error.error)))
    visit.page.on("websocket", lambda socket: visit.urls.add(socket.url))
    visit.page.on("console", on_console)
    visit.page.goto(address)
    return visit
