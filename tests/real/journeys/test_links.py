"""Links in the chat, and the button of VS Code, open the app."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from demo.addresses import HOST, C
from tests.real.journeys.visiting import APPS, Visiting
from tests.support.real_ui.deployment import Deployment
from tests.support.real_ui.events import agent_message, delta


@pytest.mark.parametrize("ui", APPS)
class TestALinkInTheChat:
    @pytest.mark.parametrize(
        ("markdown", "path"),
        [
            ("It is [here](http://localhost:5000/todos?q=1#top).", "/todos?q=1#top"),
            ("Open **http://localhost:5000/todos** now.", "/todos"),
        ],
        ids=["with a text", "bare"],
    )
    def test_leads_to_the_app(
        self, visit: Visiting, deployment: Deployment, ui: str, markdown: str, path: str
    ) -> None:
        deployment.agent.say(agent_message(markdown))
        visited = visit(ui)
        link = visited.page.get_by_test_id("agent-message").get_by_role("link")
        expect(link).to_have_attribute("href", APPS[ui] + path)
        with visited.page.context.expect_page() as opened:
            link.click()
        if ui == "patched":
            expect(opened.value.get_by_role("heading", name="Port 5000")).to_be_visible()
        else:
            opened.value.wait_for_url("chrome-error:**")

    @pytest.mark.usefixtures("behind_the_proxy")
    def test_does_so_at_each_moment_while_it_streams_in(
        self, visit: Visiting, deployment: Deployment, ui: str
    ) -> None:
        page = visit(ui).page
        links = page.get_by_test_id("agent-message").get_by_role("link")
        assert deployment.agent.has_a_socket()
        deployment.agent.say(delta("See http://localhost:5000/to"))
        expect(links).to_have_attribute("href", f"{APPS[ui]}/to")
        deployment.agent.say(delta("dos or [the list](http://localhost:5000/list"))
        expect(links.first).to_have_attribute("href", f"{APPS[ui]}/todos")
        expect(links.first).to_have_text(f"{APPS[ui]}/todos")
        deployment.agent.say(delta(")."))
        expect(links).to_have_count(2)
        expect(links.last).to_have_attribute("href", f"{APPS[ui]}/list")
        whole = "See http://localhost:5000/todos or [the list](http://localhost:5000/list)."
        deployment.agent.say(agent_message(f"{whole} `http://localhost:5000/code`"))
        expect(page.get_by_text("http://localhost:5000/code")).to_be_visible()
        expect(links).to_have_count(2)
        expect(links.first).to_have_attribute("href", f"{APPS[ui]}/todos")
        expect(links.first).to_have_text(f"{APPS[ui]}/todos")
        expect(links.last).to_have_attribute("href", f"{APPS[ui]}/list")


@pytest.mark.parametrize(
    ("ui", "origin"),
    [
        ("unpatched", f"http://{HOST}:49955"),
        ("patched", f"https://49955-{C}.runtime.{HOST}"),
    ],
)
def test_the_vs_code_button_opens_it(visit: Visiting, ui: str, origin: str) -> None:
    visited = visit(ui)
    # A toast of the unpatched UI lies over both.
    visited.page.get_by_test_id("right-panel-toggle").press("Enter")
    button = visited.page.get_by_test_id("drawer-vscode-link")
    # It is not until the UI knows the sandbox's URLs; a key press does not wait for that.
    expect(button).to_be_enabled()
    with visited.page.context.expect_page() as opened:
        button.press("Enter")
    if ui == "patched":
        expect(opened.value.get_by_role("heading", name="Port 49955")).to_be_visible()
    else:
        opened.value.wait_for_url("chrome-error:**")
    assert f"{origin}/?tkn=secret&folder=/workspace/project" in visited.urls
