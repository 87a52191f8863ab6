"""The explorer can be used by everyone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.addresses import HOST, C
from tests.browser.explorer.tools import AXE, opened, rule, unfold_all, url_box
from tests.support.served_project import Project


def test_screen_readers_announce_the_outcome_by_via(tab: Page) -> None:
    url_box(tab).fill("https://example.org/")
    said = "via fetch, xhr, websocket, eventsource, beacon: the host is in no host class. via"
    expect(tab.locator("#summary")).to_contain_text(said)
    expect(tab.locator("#summary")).to_have_role("status")


def test_all_can_be_done_by_keyboard(tab: Page) -> None:
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to the URL")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(url_box(tab)).to_be_focused()
    tab.keyboard.press("Control+a")
    tab.keyboard.type("http://localhost:5555/")
    expect(tab.locator(".outcome").first).to_contain_text("/5555/")
    summary = rule(tab, "runtime-request").locator("summary")
    for _ in range(60):
        tab.keyboard.press("Tab")
        if summary.evaluate("(one) => one === document.activeElement"):
            break
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    example = f"https://51745-{C}.runtime.{HOST}/x"
    expect(tab.get_by_role("button", name=example, exact=True)).to_be_focused()
    tab.keyboard.press("Enter")
    expect(url_box(tab)).to_have_value(example)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("/")
    expect(url_box(tab)).to_be_focused()
    expect(url_box(tab)).to_have_value(example)


def test_a_slash_can_be_typed_into_a_box(tab: Page) -> None:
    url_box(tab).fill("")
    url_box(tab).press_sequentially("/x")
    expect(url_box(tab)).to_have_value("/x")


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_has_to_be_scrolled_sideways(
    plain_browser: Browser, project: Project, width: int
) -> None:
    with plain_browser.new_page(viewport={"width": width, "height": 800}) as page:
        unfold_all(opened(page, project))
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_is_dark_if_the_browser_prefers_dark(plain_browser: Browser, project: Project) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        context = plain_browser.new_context(color_scheme=scheme)
        page = opened(context.new_page(), project)
        channels = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g)")
        grounds.append(sum(map(int, channels)) / 3)
        context.close()
    light, dark = grounds
    assert light > 200
    assert dark < 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(
    plain_browser: Browser, project: Project, scheme: Any, width: int
) -> None:
    context = plain_browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page = opened(context.new_page(), project)
    becomes = "https://80-3f0c8a527a1e4b609c2d0a1b2c3d4e5f.runtime.openhands.example.com/x"
    project.edit("src_js/rules.json", becomes, becomes.replace("80-", "81-"))
    expect(page.locator(".red").first).to_be_visible()
    project.edit("src_js/rules.json", '"never": []', '"never": [0]')
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Page address").fill("nowhere")
    unfold_all(page)
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")
    assert found["passes"]
    assert [
        (one["id"], [node["html"] for node in one["nodes"]])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ] == []
    context.close()
