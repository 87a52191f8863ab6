"""Journeys from page to page: starting, finding and deleting conversations."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.real.whole.network import Network
from tests.real.whole.person import CONVERSATION, Person, choose_in_menu, expect_an_answer, start


def first_visit(person: Person, _conversation: str, _network: Network) -> None:
    """The home page asks nothing, and a conversation starts there."""
    person.page.goto(f"{person.demo.origin}/")
    expect(person.page.get_by_test_id("home-chat-launcher")).to_be_visible()
    expect(person.page.get_by_role("dialog")).to_have_count(0)
    person.ask("say Welcome")
    expect(person.page.get_by_test_id("agent-message").filter(has_text="Welcome")).to_be_visible()
    # The server also returns the first answer when the page loads.
    expect_an_answer(person.page)


def reload(person: Person, conversation: str, _network: Network) -> None:
    """A conversation continues after its page was reloaded."""
    person.open(conversation)
    expect_an_answer(person.page)
    person.page.reload()
    expect_an_answer(person.page)


def second_tab(person: Person, conversation: str, _network: Network) -> None:
    """An answer in one tab appears in another."""
    person.open(conversation)
    expect_an_answer(person.page)
    other = person.context.new_page()
    other.goto(person.page.url)
    expect_an_answer(other)
    answer = other.get_by_test_id("agent-message").last.inner_text()
    expect(person.page.get_by_test_id("agent-message").last).to_have_text(answer)


def back_and_forward(person: Person, _conversation: str, _network: Network) -> None:
    """The socket opens again when a person comes back, without a new document."""
    person.page.goto(f"{person.demo.origin}/")
    person.page.get_by_test_id("conversation-card").first.click()
    person.page.wait_for_url(CONVERSATION)
    expect_an_answer(person.page)
    person.page.go_back()
    expect(person.page.get_by_test_id("home-chat-launcher")).to_be_visible()
    person.page.go_forward()
    expect_an_answer(person.page)


def another_conversation(person: Person, conversation: str, _network: Network) -> None:
    """A link leads to the sandbox of the conversation that is shown, without a new document."""
    person.open(conversation)
    expect_an_answer(person.page)
    person.page.get_by_text("New Chat").click()
    expect(person.page.get_by_test_id("home-chat-launcher")).to_be_visible()
    another = start(person.page, "say See http://localhost:5000/")
    assert another != conversation
    link = person.page.get_by_test_id("agent-message").get_by_role("link")
    expect(link).to_have_attribute("href", f"{person.app(another)}/")


def delete(person: Person, _conversation: str, _network: Network) -> None:
    """A conversation that is deleted is gone, and so is its sandbox."""
    conversation = person.ask("say Hello")
    expect_an_answer(person.page)
    choose_in_menu(person, "delete-button")
    person.page.get_by_role("button", name="Confirm Delete").click()
    person.page.wait_for_url(lambda url: conversation not in url)
    assert person.get(f"/api/v1/sandboxes?id=oh-agent-server-{conversation}") == (200, "[null]")
    assert person.get(f"/runtime/{conversation}/8000/health")[0] == 404
