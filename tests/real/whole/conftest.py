"""Fixtures: the demo, and people who use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.real.whole.person import Person, launch, sign_in, without_the_patch
from tests.real.whole.running import Demo, running_demo


@pytest.fixture(scope="package", autouse=True)
def patience() -> Iterator[None]:
    """A sandbox starts in some 15 seconds, on a quiet machine."""
    expect.set_options(timeout=90_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture(scope="package")
def remote_browser(playwright: Playwright, demo: Demo) -> Iterator[Browser]:
    with launch(playwright, demo) as browser:
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
