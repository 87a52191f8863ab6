"""Visits to the UI, and what a person sees there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from demo.addresses import HOST
from tests.support.url_probe import choose_ui

HOME = f"https://{HOST}/"
MODAL = "[data-testid=ai-config-modal]"

#: What a person sees, and what the page received.
STATE = f"""
() => ({{
  modals, status: settingsStatus,
  shown: !!document.querySelector('{MODAL}')?.checkVisibility(),
  scroll: document.body.style.overflow,
  inert: document.querySelectorAll('[inert]').length,
  hidden: document.querySelectorAll('[aria-hidden=true]').length,
  focus: document.activeElement.localName,
}})
"""
NEXT_FRAME = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
QUIET = {"shown": False, "scroll": "", "inert": 0, "hidden": 0, "focus": "body"}

#: The patched UI for each version of the API. On v1, the table has to name models.
UIS = {"v0": "react", "v1": "react-operators"}

Visit = Callable[..., Page]


def begin_visit(
    context: BrowserContext, version: str, by: str, ui: str = "react", more: str = ""
) -> Page:
    choose_ui(context, HOME, ui)
    page = context.new_page()
    page.goto(f"{HOME}?settings={version}&by={by}{more}", wait_until="commit")
    return page
