"""The rule explorer and the stub UI as ``python build.py serve`` serves them, live."""

from __future__ import annotations

import json
import re
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Locator, Page, Playwright, Route, expect

from demo.addresses import HOST, UUID, C
from frontend_patch.cli.commands import main
from frontend_patch.paths import HOME, RULES
from frontend_patch.rules import vias
from tests.support.browser import which_chromium
from tests.support.served_project import Project, run_build, served_project

PAGE = f"https://{HOST}/conversations/{UUID}"
AXE = (HOME / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with served_project(tmp_path_factory.mktemp("served") / "project") as project:
        yield project


@pytest.fixture
def project(served: Project) -> Iterator[Project]:
    yield served
    served.restore()


@pytest.fixture(scope="module")
def plain_browser(playwright: Playwright) -> Iterator[Browser]:
    """As a developer has it: no host name is mapped."""
    with playwright.chromium.launch(**which_chromium(playwright)) as browser:
        yield browser


@pytest.fixture
def tab(plain_browser: Browser, project: Project) -> Iterator[Page]:
    with plain_browser.new_page() as page:
        yield opened(page, project)


def opened(page: Page, project: Project) -> Page:
    page.goto(project.explorer)
    expect(page.locator("#rules section").first).to_be_visible()
    return page


def outcomes(page: Page) -> dict[str, str]:
    """What the page says that becomes of the URL, by via."""
    return {
        via: article.locator(".becomes").inner_text()
        for article in page.locator("#outcomes article").all()
        for via in article.locator(".chips li").all_inner_texts()
    }


def url_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="URL")


def rule(page: Page, rule_id: str) -> Locator:
    return page.locator(f"#rule-{rule_id}")


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
    tab.get_by_label("On the page").fill(address)
    url_box(tab).fill(url)
    asked = CliRunner().invoke(main, ["explain", url, "--page", address, "--json"])
    told = json.loads(asked.stdout)["outcomes"]
    assert outcomes(tab) == {
        via: "stays as it is" if one["becomes"] == url else one["becomes"]
        for one in told
        for via in one["vias"]
    }
    reasons = tab.locator(".because").all_inner_texts()
    assert [reason.partition(" · ")[0] for reason in reasons] == [one["because"] for one in told]
    assert sorted(outcomes(tab)) == sorted(vias.GROUPS["any"])


def test_what_nearly_took_a_url_is_told_with_what_kept_it_from_it(tab: Page) -> None:
    url_box(tab).fill("https://example.org:8080/x")
    by_fetch = tab.locator("#outcomes article").first
    assert by_fetch.locator(".near").all_inner_texts() == [
        "nearly sandbox-request — host class not sandbox",
        "nearly runtime-request — host class not runtime",
    ]
    by_fetch.get_by_text("4 rules tried").click()
    expect(by_fetch.locator("ol li").first).to_have_text(
        "vscode-assets — host class not page, sandbox, runtime; "
        "path not under /stable-{hash} or 5 others"
    )


def test_an_address_that_is_no_pages_is_told(tab: Page) -> None:
    tab.get_by_label("On the page").fill("nowhere")
    expect(tab.get_by_text("A page has an http(s) address.")).to_be_visible()
    tab.get_by_role("button", name="Example page").click()
    expect(tab.get_by_label("On the page")).to_have_value(PAGE)
    expect(tab.get_by_text("A page has an http(s) address.")).to_be_hidden()


def test_url_and_page_are_in_the_address_so_that_a_link_shows_them(
    tab: Page, plain_browser: Browser
) -> None:
    url_box(tab).fill("http://localhost:7777/?a=b&c")
    with plain_browser.new_page() as other:
        other.goto(tab.evaluate("location.href"))
        expect(url_box(other)).to_have_value("http://localhost:7777/?a=b&c")
        expect(other.locator(".outcome").first).to_contain_text("/7777/?a=b&c")


def test_each_rule_is_shown_with_its_reason_and_all_its_examples_are_green(tab: Page) -> None:
    table = json.loads(RULES.read_text())
    for one in table["rules"] + table["responses"]:
        section = rule(tab, one["id"])
        expect(section.locator(".why")).to_have_text(one["why"])
        expect(section.locator(".examples > .green")).to_have_count(len(one["examples"]))
        expect(section.locator(".examples > .red")).to_have_count(0)


def test_an_example_that_an_edit_breaks_is_red_and_says_what_came(
    tab: Page, project: Project
) -> None:
    becomes = "https://80-3f0c8a527a1e4b609c2d0a1b2c3d4e5f.runtime.openhands.example.com/x"
    project.edit("src_js/rules.json", becomes, becomes.replace("80-", "81-"))
    red = rule(tab, "sandbox-document").locator(".examples > .red")
    expect(red).to_be_visible()
    expect(red).to_contain_text(f"but by open {becomes}")
    expect(rule(tab, "sandbox-document").locator(".tally")).to_contain_text("1 of 12")
    expect(tab.locator("#examples")).to_contain_text("1 of")


def test_an_answer_that_an_edit_breaks_is_red(tab: Page, project: Project) -> None:
    project.edit("src_js/rules.json", '"fields": ["$.vscode_url"]', '"fields": ["$.other_url"]')
    expect(rule(tab, "vscode-url").locator(".examples > .red")).to_have_count(1)


def test_an_edit_of_the_rules_is_shown_without_a_hand(tab: Page, project: Project) -> None:
    url_box(tab).fill("http://localhost:5000/x")
    before = tab.locator("#build").get_attribute("data-bundle")
    project.edit("src_js/rules.json", '"never": []', '"never": [5000]')
    expect(tab.locator(".because").first).to_contain_text("the table says never")
    assert tab.locator("#build").get_attribute("data-bundle") != before
    expect(url_box(tab)).to_have_value("http://localhost:5000/x")


def test_an_edit_of_the_page_script_is_shown_without_a_hand(tab: Page, project: Project) -> None:
    url_box(tab).fill("https://example.org/")
    project.edit("src_js/rewrite/decide.js", "no host class", "a host of no class")
    expect(tab.locator(".because").first).to_have_text("a host of no class")


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
    expect(alert).to_contain_text("the last build that went well")
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
        expect(page.get_by_role("alert")).not_to_contain_text("the last build")
        broken.write_text(RULES.read_text())
        expect(page.get_by_role("alert")).to_be_hidden()
        expect(page.locator("#rules section")).to_have_count(4)


def test_what_is_said_to_those_who_do_not_see_is_the_outcome_by_via(tab: Page) -> None:
    url_box(tab).fill("https://example.org/")
    said = "by fetch, xhr, websocket, eventsource, beacon: no host class. by open, navigate, "
    expect(tab.locator("#summary")).to_contain_text(said)
    expect(tab.locator("#summary")).to_have_role("status")


def test_a_broken_page_script_is_told_with_file_and_line(tab: Page, project: Project) -> None:
    project.edit("src_js/rewrite/target.js", "export function fill(", "export function (")
    expect(tab.get_by_role("alert")).to_contain_text(re.compile(r"src_js/target\.js:\d+:\d+"))


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


def unfold_all(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_has_to_be_scrolled_sideways(
    plain_browser: Browser, project: Project, width: int
) -> None:
    with plain_browser.new_page(viewport={"width": width, "height": 800}) as page:
        unfold_all(opened(page, project))
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_is_dark_where_the_person_wants_it_dark(plain_browser: Browser, project: Project) -> None:
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
    page.get_by_label("On the page").fill("nowhere")
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


def test_the_stub_ui_shows_the_patch_at_work_on_loopback(
    plain_browser: Browser, project: Project
) -> None:
    with plain_browser.new_page() as page:
        page.goto(project.stub)
        expect(page.locator("#status")).to_have_text("Connected")
        expect(page.locator("#chat li").first).to_contain_text(f"/runtime/{C}/54928/sockets/")
        page.get_by_role("button", name="App tab").click()
        app = page.frame_locator("#frame").locator("body")
        expect(app).to_contain_text(f'"host": "5000-{C}.runtime.openhands.localhost:')


def test_the_stub_ui_is_loaded_anew_with_its_new_bundle(
    plain_browser: Browser, project: Project
) -> None:
    with plain_browser.new_page() as page:
        page.goto(project.stub)
        expect(page.locator("#status")).to_have_text("Connected")
        before = page.evaluate("__frontendPatch.hash")
        project.edit("src_js/rules.json", '"never": []', '"never": [54928]')
        page.wait_for_function("(before) => __frontendPatch.hash !== before", arg=before)
        expect(page.locator("#status")).to_have_text("Disconnected")


def test_the_stub_ui_is_loaded_anew_though_it_hears_of_its_new_bundle_late(
    plain_browser: Browser, project: Project
) -> None:
    with plain_browser.new_page() as page:
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/events", hold)
        with page.expect_request("**/events"):
            page.goto(project.stub)
        before = page.evaluate("__frontendPatch.hash")
        project.edit("src_js/rules.json", '"never": []', '"never": [54928]')
        assert project.serves('"never": [54928]')
        held[0].continue_()
        page.wait_for_function("(before) => __frontendPatch.hash !== before", arg=before)


def test_another_host_name_is_not_served(project: Project) -> None:
    request = urllib.request.Request(project.explorer, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request)


def test_a_port_that_is_taken_exits_1_and_says_what_to_do(project: Project) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        run = run_build(project.root, "serve", "--port", port)
    assert run.returncode == 1
    assert f"Error: cannot serve on port {port}: " in run.stderr
    assert "--port" in run.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_at_once_in_silence_and_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    with served_project(tmp_path / "project") as project:
        with urllib.request.urlopen(f"{project.explorer}events"):
            project.process.send_signal(number)
            assert project.process.wait(10) == 0
        assert project.process.stderr
        said = "Rebuilt as the table and src_js change; Ctrl-C ends it."
        assert project.process.stderr.read().strip() == said
        assert not list((tmp_path / "temporary").iterdir())


def test_a_preset_that_is_not_there_is_wrong_use(project: Project) -> None:
    run = run_build(project.root, "serve", "--preset", "nowhere")
    assert run.returncode == 2
    assert "--preset" in run.stderr
