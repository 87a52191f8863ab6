"""The explorer shows the rules and follows edits."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from frontend_patch.paths import RULES
from tests.browser.explorer.tools import opened, rule, url_box
from tests.support.served_project import Project, run_build, served_project


def test_each_rule_is_shown_with_its_reason_and_all_its_examples_are_green(tab: Page) -> None:
    table = json.loads(RULES.read_text())
    for one in table["rules"] + table["responses"]:
        section = rule(tab, one["id"])
        expect(section.locator(".why")).to_have_text(one["why"])
        expect(section.locator(".examples > .green")).to_have_count(len(one["examples"]))
        expect(section.locator(".examples > .red")).to_have_count(0)


def test_an_example_that_an_edit_breaks_is_red_and_shows_the_actual_result(
    tab: Page, project: Project
) -> None:
    becomes = "https://80-3f0c8a527a1e4b609c2d0a1b2c3d4e5f.runtime.openhands.example.com/x"
    project.edit("src_js/rules.json", becomes, becomes.replace("80-", "81-"))
    red = rule(tab, "sandbox-document").locator(".examples > .red")
    expect(red).to_be_visible()
    expect(red).to_contain_text(f"actual result via open: {becomes}")
    expect(rule(tab, "sandbox-document").locator(".tally")).to_contain_text("1 of 12")
    expect(tab.locator("#examples")).to_contain_text("1 of")


def test_an_answer_that_an_edit_breaks_is_red(tab: Page, project: Project) -> None:
    project.edit("src_js/rules.json", '"fields": ["$.vscode_url"]', '"fields": ["$.other_url"]')
    expect(rule(tab, "vscode-url").locator(".examples > .red")).to_have_count(1)


def test_an_edit_of_the_rules_is_shown_without_a_hand(tab: Page, project: Project) -> None:
    url_box(tab).fill("http://localhost:5000/x")
    before = tab.locator("#build").get_attribute("data-bundle")
    project.edit("src_js/rules.json", '"never": []', '"never": [5000]')
    expect(tab.locator(".because").first).to_contain_text("excluded by `never`")
    assert tab.locator("#build").get_attribute("data-bundle") != before
    expect(url_box(tab)).to_have_value("http://localhost:5000/x")


def test_an_edit_of_the_page_script_is_shown_without_a_hand(tab: Page, project: Project) -> None:
    url_box(tab).fill("https://example.org/")
    project.edit("src_js/rewrite/words.js", "in no host class", "in no known class")
    expect(tab.locator(".because").first).to_have_text("the host is in no known class")


BROKEN = {
    "schema": ('"never": []', '"never": [0]'),
    "JSON": ('"never": []', '"never": [],,'),
    "unreachable": ('"via": ["request"]', '"via": ["fetch", "fetch"]'),
    "no such target": ('"to": "request"', '"to": "nowhere"'),
}


@pytest.mark.parametrize(("old", "new"), BROKEN.values(), ids=BROKEN)
def test_a_broken_table_is_told_as_the_command_line_tells_it(
    tab: Page, project: Project, old: str, new: str
) -> None:
    project.edit("src_js/rules.json", old, new)
    run = run_build(project.root, "--index", "nowhere.html")
    assert run.returncode == 1
    alert = tab.get_by_role("alert")
    expect(alert).to_be_visible()
    assert alert.locator("pre").inner_text() == run.stderr.strip()
    expect(alert).to_contain_text("the last successful build")
    expect(tab.locator("#rules section")).to_have_count(4)
    project.restore()
    expect(alert).to_be_hidden()


def test_a_table_that_is_broken_from_the_start_is_told_and_can_be_mended(
    plain_browser: Browser, tmp_path: Path
) -> None:
    broken = tmp_path / "rules.json"
    broken.write_text("{")
    with (
        served_project(tmp_path / "project", "--rules", str(broken)) as project,
        plain_browser.new_page() as page,
    ):
        page.goto(project.explorer)
        expect(page.get_by_role("alert")).to_contain_text(f"Error: {broken}: line 1 column 2")
        expect(page.get_by_role("alert")).not_to_contain_text("the last successful build")
        broken.write_text(RULES.read_text())
        expect(page.get_by_role("alert")).to_be_hidden()
        expect(page.locator("#rules section")).to_have_count(4)


def test_a_broken_page_script_is_told_with_file_and_line(tab: Page, project: Project) -> None:
    project.edit("src_js/rewrite/target.js", "export function fill(", "export function (")
    expect(tab.get_by_role("alert")).to_contain_text(
        re.compile(r"src_js/rewrite/target\.js:\d+:\d+")
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{\n  "v0": }', "line 2 column 9: not JSON: Expecting value"),
        (b'{"\xff": 1}', "not UTF-8: invalid start byte at byte 2"),
    ],
    ids=["syntax", "encoding"],
)
def test_a_broken_file_about_the_ui_is_told_and_the_last_build_stays(
    tab: Page, project: Project, content: bytes, message: str
) -> None:
    path = project.root / "src_js" / "openhands" / "settings.json"
    path.write_bytes(content)
    run = run_build(project.root, "check", "--index", "nowhere.html")
    assert (run.returncode, run.stderr.strip()) == (1, f"Error: {path}: {message}")
    expect(tab.get_by_role("alert").locator("pre")).to_have_text(run.stderr.strip())
    expect(tab.locator("#rules section")).to_have_count(4)


def test_a_page_opened_on_a_broken_table_shows_what_was_built_last(
    plain_browser: Browser, project: Project, tab: Page
) -> None:
    project.edit("src_js/rules.json", '"never": []', '"never": [0]')
    expect(tab.get_by_role("alert")).to_be_visible()
    with plain_browser.new_page() as other:
        opened(other, project)
        expect(other.get_by_role("alert")).to_contain_text("$.never[0]")


def test_what_is_unfolded_and_the_focus_stay_through_a_build(tab: Page, project: Project) -> None:
    example = rule(tab, "runtime-request").locator(".examples button").first
    rule(tab, "runtime-request").locator("summary").click()
    example.focus()
    before = tab.locator("#build").get_attribute("data-bundle")
    project.edit("src_js/rules.json", '"never": []', '"never": [1]')
    expect(tab.locator("#build")).not_to_have_attribute("data-bundle", before or "")
    expect(example).to_be_focused()
    expect(example).to_be_visible()


def test_what_the_table_says_is_never_read_as_html(tab: Page, project: Project) -> None:
    why = "<img src=x onerror='document.title=`read as HTML`'> is <b>text</b>."
    table = json.loads(project.rules.read_text())
    table["rules"][0]["why"] = why
    project.rules.write_text(json.dumps(table))
    expect(rule(tab, "vscode-assets").locator(".why")).to_have_text(why)
    assert tab.locator(".why img, .why b").count() == 0
    expect(tab).to_have_title("Rule explorer")
