"""A page whose whole document React hydrates does not notice the patch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from demo.addresses import HOST, C
from tests.support.url_probe import choose_ui

PAGE = f"https://{HOST}/conversations/{C}"

Open = Callable[[str], Page]


@pytest.fixture
def problems() -> list[str]:
    return []


@pytest.fixture
def hydrated(page: Page, problems: list[str]) -> Open:
    def on_line(line: ConsoleMessage) -> None:
        if line.type in ("error", "warning"):
            problems.append(line.text)

    def open_page(ui: str) -> Page:
        page.on("console", on_line)
        page.on("pageerror", lambda error: problems.append(str(error)))
        choose_ui(page.context, PAGE, ui)
        page.goto(PAGE)
        page.wait_for_function("typeof say === 'function'")
        return page

    return open_page


def app(rest: str, port: int = 5000) -> str:
    return f"https://{port}-{C}.runtime.{HOST}/{rest}"


def test_it_hydrates_without_an_error(hydrated: Open, problems: list[str]) -> None:
    page = hydrated("react")
    assert page.evaluate("recovered") == []
    assert problems == []
    assert page.locator("b").inner_text() == "served at http://localhost:5000/served"


def test_a_single_newline_beside_our_element_would_be_an_error(hydrated: Open) -> None:
    page = hydrated("react-spoilt")
    assert "418" in page.evaluate("recovered.join()")


def test_text_that_react_streams_is_rewritten_at_each_moment(
    hydrated: Open, problems: list[str]
) -> None:
    page = hydrated("react")
    text = "see http://localhost:6000/x"
    for end in range(4, len(text) + 1):
        page.evaluate("([text]) => say(1, text)", [text[:end]])
    expect(page.locator("b").last).to_have_text(f"see {app('x', 6000)}")
    expect(page.locator("a").last).to_have_attribute("href", app("x", 6000))
    page.evaluate("say(1, 'gone')")
    expect(page.locator("b").last).to_have_text("gone")
    page.evaluate("say(0, 'now http://localhost:7000/y')")
    expect(page.locator("b").first).to_have_text(f"now {app('y', 7000)}")
    assert page.evaluate("recovered") == []
    assert problems == []


def test_a_link_in_the_served_document_opens_the_rewritten_url(hydrated: Open) -> None:
    page = hydrated("react")
    with page.context.expect_page() as opened:
        page.locator("a").first.click(button="middle")
    opened.value.wait_for_load_state()
    assert opened.value.url == app("served")


def test_the_chat_input_keeps_what_is_typed_and_pasted(hydrated: Open) -> None:
    page = hydrated("react")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=f"https://{HOST}")
    url = "http://localhost:3000"
    page.locator("#box").press_sequentially(f"{url} ")
    page.evaluate("(text) => navigator.clipboard.writeText(text)", f"{url}/pasted")
    page.locator("#box").press("ControlOrMeta+V")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    typed = page.locator("#box").inner_text().replace("\xa0", " ")
    assert typed == f"{url} {url}/pasted"
