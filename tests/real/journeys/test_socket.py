"""The socket of a conversation."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from demo.addresses import HOST, UUID
from tests.real.journeys.visiting import APPS, Visiting, expect_disconnected
from tests.support.real_ui.agent_server import KEY, PORT
from tests.support.real_ui.deployment import Deployment
from tests.support.real_ui.events import agent_message
from tests.support.real_ui.visit import (
    CONVERSATION,
    ROOT,
)


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
