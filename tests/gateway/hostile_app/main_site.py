"""The main site beside a hostile app: who is signed in, and whether it has held."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.ask import at_host
from tests.gateway.pooling_edge import SESSION

OWNER, OTHER = "alice", "bob"


@dataclass(frozen=True)
class Started:
    """What a test uses.

    Attributes:
        openhands: the main site, which answers what it received.
        hostile: an app of OWNER.
    """

    browser: Browser
    openhands: App
    hostile: App


def signed_in(started: Started, stack: ExitStack, user: str) -> BrowserContext:
    context = started.browser.new_context()
    stack.callback(context.close)
    context.add_cookies(
        [
            {
                "name": SESSION,
                "value": f"of-{user}",
                "url": f"https://{host}/",
                "secure": True,
                "httpOnly": True,
            }
            for host in (HOST, at_host(started.hostile))
        ]
    )
    return context


def has_held(started: Started, page: Page) -> None:
    """Nothing of the app ran in the main origin, and no cookie of the main host changed."""
    main = page.context.new_page()
    main.goto(f"https://{HOST}/")
    assert main.evaluate("() => [document.cookie, { ...localStorage }]") == ["", {}]
    cookies = page.context.cookies(f"https://{HOST}/")
    assert [(one["name"], one["value"]) for one in cookies] == [(SESSION, f"of-{OWNER}")]
    workers = "async () => (await navigator.serviceWorker.getRegistrations()).length"
    assert main.evaluate(workers) == 0
    if page.url == f"https://{HOST}/":
        assert page.evaluate("() => window.evil") is None
    assert {request for request in started.openhands.seen if "/api/" in request} == set()
