"""Journeys in which the network, or the sandbox, stops for a while."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.real.whole.network import Network
from tests.real.whole.person import Person, expect_an_answer, say


def network_cut(person: Person, conversation: str, network: Network) -> None:
    """The conversation continues when the network is back."""
    person.open(conversation)
    expect_an_answer(person.page)
    network.cut()
    try:
        expect(person.page.get_by_text("Disconnected", exact=True).first).to_be_visible()
    finally:
        network.connect()
    expect(person.page.get_by_text("Disconnected", exact=True)).to_have_count(0)
    expect_an_answer(person.page)


def pause_and_resume(person: Person, conversation: str, _network: Network) -> None:
    """A paused sandbox answers again when it is resumed."""
    person.open(conversation)
    expect_an_answer(person.page)
    sandbox = f"/api/v1/sandboxes/oh-agent-server-{conversation}"
    app = person.context.new_page()
    assert person.post(f"{sandbox}/pause") == 200
    paused = app.goto(person.app(conversation))
    assert paused
    assert paused.status == 503
    assert person.post(f"{sandbox}/resume") == 200
    person.page.reload()
    expect_an_answer(person.page)
    # The gateway's page tries again by itself.
    expect(app.get_by_role("heading", name="To-do")).to_be_visible()


def sandbox_dies(person: Person, conversation: str, _network: Network) -> None:
    """The person is told that the sandbox has stopped, and another conversation goes on.

    Agent server 1.34 does not find the conversation if it is started again within a minute.
    """
    dying = person.ask("say Hello")
    expect_an_answer(person.page)
    say(person.page, "run (sleep 2; pkill -9 -f openhands.agent_server) > /dev/null 2>&1 &")
    expect(person.page.get_by_text("Disconnected", exact=True).first).to_be_visible()
    # OpenHands may have begun to start it again.
    assert person.get(f"/runtime/{dying}/5000/")[0] in (502, 503)
    person.open(conversation)
    expect_an_answer(person.page)
