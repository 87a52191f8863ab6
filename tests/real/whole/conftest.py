"""Fixtures: the demo, and people who use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from demo.loop_thread import running_loop
from demo.real.deployment.script import PROMPT
from tests.real.whole.network import Network
from tests.real.whole.person import Person, launch, sign_in, without_the_patch
from tests.real.whole.running import Demo, running_demo

#: Milliseconds to wait for something that appears, and for something that must not appear.
PATIENCE, DOUBT = 40_000, 15_000


@pytest.fixture(scope="package", autouse=True)
def patience() -> Iterator[None]:
    """Everything runs on one machine, and an agent server needs seconds before it answers."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="package")
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    # VS Code takes half a minute to install, and only the journeys need it.
    has_journeys = any("test_journeys.py" in item.nodeid for item in request.session.items)
    options = ("--vscode",) if has_journeys else ()
    with running_demo(tmp_path_factory.mktemp("demo"), *options) as demo:
        yield demo


@pytest.fixture(scope="package")
def network(demo: Demo) -> Iterator[Network]:
    with running_loop() as loop:
        network = Network(loop, demo.port)
        network.connect()
        yield network
        network.cut()


@pytest.fixture(scope="package")
def remote_browser(playwright: Playwright, demo: Demo, network: Network) -> Iterator[Browser]:
    with launch(playwright, demo, network.port) as browser:
        yield browser


@pytest.fixture
def person(remote_browser: Browser, demo: Demo) -> Iterator[Callable[..., Person]]:
    """Signs a user in, with or without the patch."""
    people: list[Person] = []

    def person(user: str, ui: str = "patched") -> Person:
        come = sign_in if ui == "patched" else without_the_patch
        people.append(come(remote_browser, demo, user))
        return people[-1]

    yield person
    for each in people:
        each.context.close()


@pytest.fixture(scope="package")
def conversation(remote_browser: Browser, demo: Demo) -> Iterator[str]:
    """The ID of a conversation of Alice, whose agent has made an app."""
    alice = sign_in(remote_browser, demo, "alice")
    conversation = alice.ask(PROMPT)
    expect(alice.page.get_by_test_id("agent-message").get_by_role("link").first).to_be_visible()
    yield conversation
    alice.context.close()
