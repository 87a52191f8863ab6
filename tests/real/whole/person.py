"""A person who uses the demo in a browser of another machine."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from demo.real.deployment.edge import COOKIE, HOST
from demo.real.ui import real_ui
from frontend_patch.paths import HOME
from tests.real.whole.running import Demo
from tests.support.browser import which_chromium

_ONBOARDING = json.loads((HOME / "src_js" / "openhands" / "onboarding.json").read_text())
_numbers = itertools.count(1)
#: The URL of a running conversation.
CONVERSATION = re.compile(r"/conversations/([0-9a-f]{32})")


def launch(playwright: Playwright, demo: Demo, port: int | None = None) -> Browser:
    """A browser that reaches the demo and nothing else, and accepts its certificate alone.

    Args:
        playwright: starts it.
        demo: that runs.
        port: of 127.0.0.1 where the browser reaches the demo, if not at the demo's own.
    """
    accepted = [each for each in demo.chromium_arguments if "certificate" in each]
    hosts = [
        f"MAP {host}:{demo.port} 127.0.0.1:{port or demo.port}"
        for host in (HOST, f"*.runtime.{HOST}")
    ]
    rules = ",".join([*hosts, "MAP * ~NOTFOUND"])
    arguments = [*accepted, f"--host-resolver-rules={rules}"]
    return playwright.chromium.launch(**which_chromium(playwright), args=arguments)


@dataclass
class Person:
    """A person who has chosen a user.

    Attributes:
        demo: that the person uses.
        context: the person's browser.
        page: the first tab.
    """

    demo: Demo
    context: BrowserContext
    page: Page

    def ask(self, text: str) -> str:
        """Starts a conversation from the home page; returns its ID when it is open."""
        self.page.goto(f"{self.demo.origin}/")
        expect_home_page(self.page)
        return start(self.page, text)

    def open(self, conversation: str) -> None:
        """Opens a conversation by its address."""
        self.page.goto(f"{self.demo.origin}/conversations/{conversation}")

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of an answer to the page, which is at OpenHands."""
        script = "(path) => fetch(path).then(async (it) => [it.status, await it.text()])"
        status, body = self.page.evaluate(script, path)
        return status, body

    def post(self, path: str) -> int:
        """Status of the answer to a request of the page without a body."""
        script = "(path) => fetch(path, {method: 'POST'}).then((it) => it.status)"
        status: int = self.page.evaluate(script, path)
        return status

    def app(self, conversation: str, port: int = 5000) -> str:
        """The origin of an app in the sandbox of a conversation."""
        return f"https://{port}-{conversation}.runtime.{HOST}:{self.demo.port}"


def expect_home_page(page: Page, timeout: float | None = None) -> None:
    """Waits for the home page of a user who has a model; until then, it clears the message box.

    Args:
        page: at the home page.
        timeout: in milliseconds, by default that of all expectations.
    """
    checked = page.get_by_text("Add LLM API key")
    expect(checked).to_have_css("text-decoration-line", "line-through", timeout=timeout)


def start(page: Page, text: str) -> str:
    """Starts a conversation from the home page that is open; returns its ID."""
    say(page, text)
    # Until the sandbox runs, the address holds the ID of a task.
    page.wait_for_url(CONVERSATION, timeout=120_000)
    found = CONVERSATION.search(page.url)
    assert found
    return found[1]


def say(page: Page, text: str) -> None:
    """Sends a message to the agent."""
    page.get_by_test_id("chat-input").fill(text)
    page.get_by_test_id("submit-button").click()


def choose_in_menu(person: Person, item: str) -> None:
    """Opens the menu beside the conversation's name, and chooses an item."""
    header = person.page.get_by_test_id("chat-pane-header")
    header.get_by_test_id("ellipsis-button").click()
    person.page.get_by_test_id(item).click()


def expect_an_answer(page: Page) -> None:
    """Asks the agent for a new text, and waits until it appears."""
    # Until then, the UI clears the message box.
    expect(page.get_by_test_id("agent-message").first).to_be_visible()
    text = f"Answer {next(_numbers)}"
    say(page, f"say {text}")
    expect(page.get_by_test_id("agent-message").filter(has_text=text)).to_be_visible()


def sign_in(browser: Browser, demo: Demo, user: str) -> Person:
    """Opens the demo, and chooses a user there."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{demo.origin}/")
    page.get_by_role("link", name=user.title(), exact=True).click()
    expect(page.get_by_test_id("home-screen")).to_be_visible()
    return Person(demo, context, page)


def without_the_patch(browser: Browser, demo: Demo, user: str) -> Person:
    """A user of the unpatched UI, whose browser knows its backend already."""
    context = browser.new_context()
    context.add_cookies(
        [{"name": COOKIE, "value": user, "domain": f".{HOST}", "path": "/", "secure": True}]
    )
    serve_unpatched(context, demo.origin)
    return Person(demo, context, context.new_page())


def serve_unpatched(context: BrowserContext, origin: str) -> None:
    """Has a browser receive the UI as it is published, and know its backend already."""
    stored = _ONBOARDING["onboarded"] | {
        key: json.dumps(value).replace("{page.origin}", origin)
        for key, value in _ONBOARDING["app-server"].items()
    }
    context.add_init_script(f"Object.assign(localStorage, {json.dumps(stored)})")

    def answer(route: Route) -> None:
        if route.request.resource_type == "document":
            route.fulfill(path=real_ui() / "index.html")
        else:
            route.continue_()

    context.route(f"{origin}/**", answer)
