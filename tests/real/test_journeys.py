"""A person works with the real UI, whose server says that everything is on localhost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from demo.addresses import HOST, UUID, C
from frontend_patch.bundle.build import Bundle
from tests.support.patched import patched_copy
from tests.support.real_ui.agent_server import KEY, PORT
from tests.support.real_ui.deployment import Deployment
from tests.support.real_ui.events import agent_message, delta
from tests.support.real_ui.fetch import real_ui
from tests.support.real_ui.visit import (
    CONVERSATION,
    ROOT,
    Visit,
    begin_visit,
    deployed,
    new_context,
)

Visiting = Callable[..., Visit]

#: Where an operator's app server might say that the conversation is, if it knew of the proxy.
BEHIND_THE_PROXY = f"{ROOT}runtime/{C}/{PORT}/api/conversations/{UUID}"

#: Origins at which the app on port 5000 is looked for, by UI.
APPS = {"unpatched": "http://localhost:5000", "patched": f"https://5000-{C}.runtime.{HOST}"}


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """The real UI is many files."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def served(
    playwright: Playwright, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Deployment, Browser]]:
    folder = tmp_path_factory.mktemp("real_ui")
    patched, spoilt = (patched_copy(real_ui(), folder / ui, bundle) for ui in ("patched", "spoilt"))
    index = spoilt / "index.html"
    index.write_bytes(index.read_bytes().replace(b"</script>", b"</script>\n", 1))
    uis = {"unpatched": real_ui(), "patched": patched, "spoilt": spoilt}
    with deployed(playwright, uis) as served:
        yield served


@pytest.fixture(autouse=True)
def deployment(served: tuple[Deployment, Browser]) -> Deployment:
    served[0].begin()
    return served[0]


@pytest.fixture
def visit(served: tuple[Deployment, Browser]) -> Iterator[Visiting]:
    contexts = []

    def visit(ui: str, address: str = CONVERSATION, backend: str = "app-server") -> Visit:
        contexts.append(new_context(served[1], ui, backend))
        return begin_visit(contexts[-1], address)

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def behind_the_proxy(deployment: Deployment) -> None:
    """The socket connects without the patch, too."""
    deployment.app.conversation_url = BEHIND_THE_PROXY


def expect_disconnected(page: Page) -> None:
    expect(page.get_by_text("Disconnected", exact=True)).to_be_visible()


def open_from_the_list(page: Page) -> None:
    """From the home page, so that no document is loaded at the conversation's address."""
    page.get_by_test_id("conversation-card").click()
    page.wait_for_url(f"**/conversations/{UUID}*")


@pytest.mark.parametrize("start", [CONVERSATION, ROOT], ids=["by its address", "from the list"])
class TestTheSocketOfAConversation:
    def test_is_dead_without_the_patch(
        self, visit: Visiting, deployment: Deployment, start: str
    ) -> None:
        visited = visit("unpatched", start)
        if start == ROOT:
            open_from_the_list(visited.page)
        expect_disconnected(visited.page)
        assert any(url.startswith(f"wss://{HOST}:{PORT}/sockets/") for url in visited.urls)
        assert deployment.agent.keys == []

    def test_connects_and_brings_messages(
        self, visit: Visiting, deployment: Deployment, start: str
    ) -> None:
        page = visit("patched", start).page
        if start == ROOT:
            open_from_the_list(page)
        assert deployment.agent.has_a_socket()
        deployment.agent.say(agent_message("Said over the socket."))
        expect(page.get_by_text("Said over the socket.")).to_be_visible()
        expect(page.get_by_text("Disconnected")).to_have_count(0)
        assert deployment.agent.keys == [KEY]


@pytest.mark.parametrize("ui", APPS)
def test_an_agent_server_at_the_pages_origin_is_talked_to_there(
    visit: Visiting, deployment: Deployment, ui: str
) -> None:
    deployment.is_agent_server, deployment.agent.key = True, ""
    page = visit(ui, backend="agent-server").page
    assert deployment.agent.has_a_socket()
    deployment.agent.say(agent_message("See http://localhost:5000/todos"))
    link = page.get_by_test_id("agent-message").get_by_role("link")
    expect(link).to_have_attribute("href", f"{APPS[ui]}/todos")
    assert f"GET {ROOT}sockets/events/{UUID}?resend_mode=all" in deployment.received
    assert not [one for one in deployment.received if "/runtime/" in one]


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


class TestAUrlPastedIntoTheMessageBox:
    PASTED = "See http://localhost:5000/a?b=1#c,\nws://127.0.0.1:8000/x and  localhost:5000"

    def paste_and_send(self, page: Page) -> None:
        box = page.get_by_test_id("chat-input")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        box.click()
        page.evaluate("(text) => navigator.clipboard.writeText(text)", self.PASTED)
        page.keyboard.press("Control+V")
        page.keyboard.type(" http://localhost:5000/typed ")
        page.keyboard.press("Backspace")
        assert box.inner_text() == f"{self.PASTED} http://localhost:5000/typed"
        page.get_by_test_id("submit-button").click()

    def test_reaches_nobody_without_the_patch(
        self, visit: Visiting, deployment: Deployment
    ) -> None:
        page = visit("unpatched").page
        expect_disconnected(page)
        self.paste_and_send(page)
        expect(page.get_by_text("No backend is configured.").first).to_be_visible()
        assert deployment.agent.heard == []

    def test_stays_as_pasted_and_so_reaches_the_agent(
        self, visit: Visiting, deployment: Deployment
    ) -> None:
        page = visit("patched").page
        assert deployment.agent.has_a_socket()
        self.paste_and_send(page)
        expect(page.get_by_test_id("user-message")).to_be_visible()
        expect(page.get_by_test_id("chat-input")).to_have_text("")
        # The UI shows a message before it has sent it.
        assert deployment.agent.has_heard()
        assert deployment.agent.heard == [f"{self.PASTED} http://localhost:5000/typed"]


#: What each tab of the right panel shows where there is nothing yet, but for the first.
TABS = {
    "commits": "No commits yet",
    "terminal": "No terminal output yet",
    "browser": "No page loaded yet",
    "usage": "No metrics data available|Token Usage",
    "planner": "There is currently no plan",
}


def look_around(page: Page) -> None:
    """Has each part of the UI ask for what it shows."""
    expect(page.get_by_test_id("agent-message")).to_be_visible()
    page.get_by_test_id("right-panel-toggle").press("Enter")
    expect(page.get_by_text("Select a file to view")).to_be_visible()
    for name, text in TABS.items():
        tab = page.get_by_test_id(f"conversation-tab-{name}")
        shown = page.get_by_text(re.compile(text))
        tab.press("Enter")
        # While the panel slides in, the UI may lose one; pressed again, a tab stays where it is.
        try:
            expect(shown).to_be_visible(timeout=5_000)
        except AssertionError:
            tab.press("Enter")
            expect(shown).to_be_visible()


def strays(visited: Visit) -> list[str]:
    """What went to loopback, or to the page's host at a port where the proxy is not."""
    urls = [urlsplit(url) for url in visited.urls]
    return [
        url.geturl()
        for url in urls
        if url.hostname in ("localhost", "127.0.0.1") or (url.hostname == HOST and url.port)
    ]


class TestOnTheNetwork:
    def test_urls_lead_astray_without_the_patch(
        self, visit: Visiting, deployment: Deployment
    ) -> None:
        deployment.agent.say(agent_message("Hello."))
        visited = visit("unpatched")
        look_around(visited.page)
        expect_disconnected(visited.page)
        assert strays(visited)

    def test_none_does_and_nothing_is_lost(self, visit: Visiting, deployment: Deployment) -> None:
        deployment.agent.say(agent_message("Hello."))
        unpatched = visit("unpatched").page
        look_around(unpatched)
        unpatched.context.close()
        arrived = deployment.received.copy()
        deployment.received.clear()
        visited = visit("patched")
        look_around(visited.page)
        assert deployment.agent.has_a_socket()
        deployment.receives(arrived.issubset)
        # Playwright tells of what happened meanwhile once it is asked something.
        visited.page.title()
        assert arrived - deployment.received == set()
        assert strays(visited) == []


@pytest.mark.parametrize(
    ("ui", "errors"),
    [("unpatched", []), ("patched", []), ("spoilt", ["Minified React error #418"])],
)
def test_react_finds_no_fault_unless_the_document_is_spoilt(
    visit: Visiting, deployment: Deployment, ui: str, errors: list[str]
) -> None:
    deployment.agent.say(agent_message("See http://localhost:5000/."))
    visited = visit(ui)
    look_around(visited.page)
    assert [error.partition(";")[0] for error in visited.errors] == errors
