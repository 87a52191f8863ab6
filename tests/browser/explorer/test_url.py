"""The explorer shows what becomes of a URL."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from demo.addresses import HOST, C
from frontend_patch.cli.commands import main
from frontend_patch.rules import vias
from tests.browser.explorer.tools import PAGE, outcomes, url_box


@pytest.mark.parametrize(
    ("address", "url"),
    [
        (PAGE, "http://localhost:5000/api/data?q=1#top"),
        (PAGE, f"wss://{HOST}:54928/sockets/events/x"),
        (PAGE, "https://example.org:8080/x"),
        (PAGE, "http://localhost:99999/"),
        (PAGE, "mailto:somebody@example.org"),
        (f"https://{HOST}/settings", "http://localhost:5000/"),
        (f"http://localhost:3000/conversations/{C}", "http://localhost:5000/"),
        (f"http://192.168.7.20:3000/conversations/{C}", "http://localhost:5000/"),
    ],
)
def test_a_typed_url_gets_its_result_by_each_via_as_at_the_command_line(
    tab: Page, address: str, url: str
) -> None:
    tab.get_by_label("Page address").fill(address)
    url_box(tab).fill(url)
    asked = CliRunner().invoke(main, ["explain", url, "--page", address, "--json"])
    told = json.loads(asked.stdout)["outcomes"]
    assert outcomes(tab) == {
        via: "unchanged" if one["becomes"] == url else one["becomes"]
        for one in told
        for via in one["vias"]
    }
    reasons = tab.locator(".because").all_inner_texts()
    assert [reason.partition(" · ")[0] for reason in reasons] == [one["because"] for one in told]
    assert sorted(outcomes(tab)) == sorted(vias.GROUPS["any"])


def test_a_rule_that_nearly_matches_is_shown_with_the_reason_why_it_does_not(tab: Page) -> None:
    url_box(tab).fill("https://example.org:8080/x")
    by_fetch = tab.locator("#outcomes article").first
    assert by_fetch.locator(".near").all_inner_texts() == [
        "almost matched: sandbox-request — host class is not sandbox",
        "almost matched: runtime-request — host class is not runtime",
    ]
    by_fetch.get_by_text("4 rules tried").click()
    expect(by_fetch.locator("ol li").first).to_have_text(
        "vscode-assets — host class is not page, sandbox, runtime; "
        "path is not under /stable-{hash} or 5 others"
    )


def test_an_address_that_is_no_pages_is_told(tab: Page) -> None:
    tab.get_by_label("Page address").fill("nowhere")
    expect(tab.get_by_text("The page address must begin with http:// or https://.")).to_be_visible()
    tab.get_by_role("button", name="Example page").click()
    expect(tab.get_by_label("Page address")).to_have_value(PAGE)
    expect(tab.get_by_text("The page address must begin with http:// or https://.")).to_be_hidden()


def test_url_and_page_are_in_the_address_so_that_a_link_shows_them(
    tab: Page, plain_browser: Browser
) -> None:
    url_box(tab).fill("http://localhost:7777/?a=b&c")
    with plain_browser.new_page() as other:
        other.goto(tab.evaluate("location.href"))
        expect(url_box(other)).to_have_value("http://localhost:7777/?a=b&c")
        expect(other.locator(".outcome").first).to_contain_text("/7777/?a=b&c")
