"""The demo, as the README has it: a conversation, its app, and a user who is refused."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from demo.real.deployment.script import PROMPT
from demo.real.model import Script, running_model
from tests.real.whole.person import Person, launch, sign_in
from tests.real.whole.running import Demo, processes_of, running_demo

_CONVERSATIONS = "/api/v1/app-conversations/search"

pytestmark = [pytest.mark.proxy, pytest.mark.install]


def test_it_prints_its_address_and_that_it_isolates_nothing(demo: Demo) -> None:
    said = demo.said.read_text()
    assert "Warning: this demo does not isolate agents from your machine." in said
    assert f"OpenHands runs at {demo.origin}/" in said
    assert demo.chromium_arguments[-1] == f"{demo.origin}/.demo/users"


def test_the_owner_opens_the_app_and_another_user_is_refused(
    person: Callable[..., Person],
) -> None:
    alice, bob = person("alice"), person("bob")
    conversation = alice.ask(PROMPT)
    link = alice.page.get_by_test_id("agent-message").get_by_role("link").first
    expect(link).to_have_attribute("href", f"{alice.app(conversation)}/")
    with alice.context.expect_page() as opened:
        link.click()
    app = opened.value
    expect(app.get_by_role("heading", name="To-do")).to_be_visible()
    app.get_by_label("Item").fill("Show it to nobody")
    app.get_by_role("button", name="Add").click()
    expect(app.get_by_role("listitem").last).to_have_text("Show it to nobody")

    for path in (f"/runtime/{conversation}/8000/health", f"/runtime/{conversation}/5000/"):
        assert alice.get(path)[0] == 200
        assert bob.get(path)[0] == 403
    assert conversation in alice.get(_CONVERSATIONS)[1]
    assert bob.get(_CONVERSATIONS) == (200, '{"items":[],"next_page_id":null}')
    refused = bob.page.goto(app.url)
    assert refused
    assert refused.status == 403
    expect(bob.page.get_by_role("heading", name="Access denied")).to_be_visible()


@pytest.mark.slow
def test_without_the_patch_the_conversation_stays_disconnected(
    person: Callable[..., Person],
) -> None:
    alice = person("alice", "unpatched")
    alice.ask(PROMPT)
    expect(alice.page.get_by_text("Disconnected", exact=True).first).to_be_visible()


@pytest.mark.slow
def test_a_person_can_use_a_model_of_their_own(tmp_path: Path, playwright: Playwright) -> None:
    with running_model(Script(otherwise="I am your own model.")) as model:
        env = {
            "LLM_MODEL": "openai/mine",
            "LLM_API_KEY": model.api_key,
            "LLM_BASE_URL": f"{model.url}/v1",
        }
        with running_demo(tmp_path, env=env) as demo, launch(playwright, demo) as browser:
            assert "The model is openai/mine" in demo.said.read_text()
            bob = sign_in(browser, demo, "bob")
            bob.ask("Who are you?")
            expect(bob.page.get_by_text("I am your own model.")).to_be_visible()
            assert {request.model for request in model.requests} == {"mine"}


@pytest.mark.slow
def test_it_ends_with_an_error_if_a_part_ends(tmp_path: Path) -> None:
    with running_demo(tmp_path, ends_with=1) as demo:
        [edge] = [pid for pid, command in processes_of(demo.run).items() if "/edge/" in command]
        os.kill(edge, signal.SIGKILL)
        demo.process.wait(30)
    assert "Error: The edge ended with exit code -9." in demo.said.read_text()
