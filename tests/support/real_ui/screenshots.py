"""Pictures of a conversation in the real UI, without the patch and with it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from demo.patched import patched_copy
from demo.real.ui import real_ui
from frontend_patch.bundle.build import build_bundle
from frontend_patch.paths import HOME, RULES
from frontend_patch.rules.load import load_rules
from tests.support.real_ui.deployment import Deployment
from tests.support.real_ui.events import agent_message, status, user_message
from tests.support.real_ui.visit import begin_visit, deployed, new_context

PICTURES = HOME / "docs" / "pictures"

_SIZE: ViewportSize = {"width": 1280, "height": 800}
_NOW = "2026-01-05T09:05:00Z"
_ASKED = "Build me a to-do app, with tests, and start it."
_ANSWERED = """\
Done. The app is in `app.py`, its tests are in `test_app.py`:

```
$ python -m pytest -q
.......                       [100%]
7 passed in 0.41s
```

It runs at http://localhost:5000/

Its items as JSON are [here](http://localhost:5000/items.json).
"""
_ASKED_NEXT = "Can items have a due date?"
_ANSWERED_NEXT = "They can now. Sorted by it: http://localhost:5000/?due"


def take() -> list[Path]:
    """Takes one of each UI; returns where they are."""
    bundle = build_bundle(load_rules(RULES), print)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        after = patched_copy(real_ui(), Path(folder) / "after", bundle)
        with deployed(playwright, {"before": real_ui(), "after": after}) as (deployment, browser):
            return [_take(deployment, browser, ui) for ui in ("before", "after")]


def _take(deployment: Deployment, browser: Browser, ui: str) -> Path:
    deployment.begin()
    deployment.agent.say(user_message(_ASKED), agent_message(_ANSWERED))
    context = new_context(browser, ui, viewport=_SIZE, reduced_motion="reduce")
    context.clock.set_fixed_time(_NOW)
    page = begin_visit(context).page
    page.get_by_test_id("sidebar-onboarding-checklist-toggle").click()
    if ui == "before":
        expect(page.get_by_text("Disconnected")).to_have_count(2, timeout=20_000)
    else:
        assert deployment.agent.has_a_socket()
    _ask(page)
    if ui == "after":
        # "Ready" would be shown for a moment only.
        deployment.agent.say(status("running"), agent_message(_ANSWERED_NEXT))
        expect(page.get_by_text("Sorted by it")).to_be_visible()
        expect(page.get_by_text("Thinking")).to_be_visible()
    path = PICTURES / f"{ui}.png"
    page.screenshot(path=path, animations="disabled")
    context.close()
    return path


def _ask(page: Page) -> None:
    page.get_by_test_id("chat-input").fill(_ASKED_NEXT)
    page.get_by_test_id("submit-button").click()
    expect(page.get_by_test_id("user-message").filter(has_text=_ASKED_NEXT)).to_be_visible()
