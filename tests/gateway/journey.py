"""The journey from a link in the chat to an app, the same behind every gateway."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from demo.addresses import HOST, UUID
from demo.sandbox_apps.live import EVENTS

CONVERSATION = f"https://{HOST}/conversations/{UUID}"


def told_of(context: BrowserContext, url: str) -> Page:
    """A conversation in which the agent has named a URL."""
    page = context.new_page()
    page.goto(CONVERSATION)
    expect(page.locator("#status")).to_have_text("Connected")
    page.get_by_label("Message").fill(f"Your app runs at {url} now")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#chat a")).to_be_visible()
    return page


def opened(page: Page) -> Page:
    """The tab that the link in the chat opens."""
    with page.expect_popup() as popup:
        page.locator("#chat a").click()
    popup.value.wait_for_load_state()
    return popup.value


def use_to_do(app: Page, root: str, item: str) -> None:
    """Adds an item, reloads, goes to another page and back; never leaves ``root``."""
    expect(app).to_have_url(root)
    app.get_by_label("Item").fill(item)
    app.get_by_role("button", name="Add").click()
    expect(app.locator("li")).to_have_text([item])
    expect(app).to_have_url(root)
    expect(app.locator("#visit")).to_have_text("2")
    app.reload()
    expect(app.locator("li")).to_have_text([item])
    expect(app.locator("#visit")).to_have_text("3")
    app.get_by_role("link", name="About").click()
    expect(app.get_by_role("heading")).to_contain_text("About")
    expect(app).to_have_url(f"{root}about")
    app.get_by_role("link", name="Back").click()
    expect(app.locator("li")).to_have_text([item])
    expect(app).to_have_url(root)


def see_it_live(app: Page) -> None:
    """The page of ``sandbox_apps.live`` hears its echo, and its events one by one."""
    expect(app.locator("#echoes li")).to_have_text(["hello"])
    expect(app.locator("#events li")).to_have_text([str(number) for number in range(EVENTS)])
