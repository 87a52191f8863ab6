"""A first conversation in the real UI."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from demo.patched import patched_copy
from demo.real.ui import real_ui
from demo.stub_server.app import UI_COOKIE
from demo.stub_server.serve import serving
from frontend_patch.bundle.build import Bundle
from tests.engines.conftest import RUNNING
from tests.real.journeys.visiting import APPS
from tests.support.engines.browser import Browser
from tests.support.engines.forward_proxy import forward_proxy
from tests.support.real_ui.agent_server import KEY
from tests.support.real_ui.deployment import Deployment
from tests.support.real_ui.events import agent_message
from tests.support.real_ui.visit import CONVERSATION, ROOT, stored_for

_PREPARE = """
([cookie, stored]) => {
  document.cookie = cookie;
  Object.assign(localStorage, stored);
}
"""

_IS_TRUE_SOON = """
async (condition) => {
  for (let turn = 0; turn < 20; turn++) {
    if ((0, eval)(condition)) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}
"""
#: Seconds in which a condition must become true.
_SECONDS = 40

_SAY = """
(text) => {
  document.querySelector('[data-testid=chat-input]').focus();
  document.execCommand('insertText', false, text);
}
"""

# Runs before all scripts of a UI, and leaves the document to React as it was.
_COUNT_ERRORS = b"""<script>
globalThis.failedAssets = [];
globalThis.lastFailure = 0;
addEventListener('error', ({ target }) => {
  if (target === window) return;
  failedAssets.push(target.src || target.href);
  lastFailure = performance.now();
}, true);
document.currentScript.remove();
</script>"""

LINK = "[data-testid=agent-message] a"


class Person:
    """A person at the real UI, in one engine."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def visit(self, ui: str, address: str) -> None:
        self._browser.open(f"{ROOT}blank")
        prepared = [f"{UI_COOKIE}={ui}; path=/", stored_for("app-server")]
        self._browser.evaluate(_PREPARE, prepared)
        self._browser.open(address)

    def sees(self, condition: str) -> bool:
        end = monotonic() + _SECONDS
        while monotonic() < end:
            # WebKitWebDriver fails if the UI navigates meanwhile.
            with suppress(RuntimeError):
                if self._browser.evaluate(_IS_TRUE_SOON, condition):
                    return True
        return False

    def sees_text(self, text: str) -> bool:
        return self.sees(f"document.body.innerText.includes({text!r})")

    def says(self, text: str) -> None:
        self._browser.evaluate(_SAY, text)
        assert self.sees("document.querySelector('[data-testid=submit-button]:enabled')")
        self.clicks("[data-testid=submit-button]")

    def clicks(self, selector: str) -> None:
        self._browser.evaluate(f"() => document.querySelector({selector!r}).click()")

    def finds(self, expression: str) -> Any:
        return self._browser.evaluate(f"() => {expression}")

    def closes_apps(self) -> None:
        self._browser.close_others()


@pytest.fixture(scope="module")
def served(
    bundle: Bundle, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Deployment, int]]:
    folder = tmp_path_factory.mktemp("real_ui")
    patched = patched_copy(real_ui(), folder / "patched", bundle)
    uis = {"unpatched": real_ui(), "patched": patched}
    for name, ui in list(uis.items()):
        uis[f"{name}-counting"] = _counting(ui, folder / f"{name}-counting")
    deployment = Deployment(uis)
    with serving(deployment) as ports, forward_proxy(ports) as proxy:
        yield deployment, proxy


def _counting(ui: Path, folder: Path) -> Path:
    """A copy of a UI that counts the assets that fail to load."""
    shutil.copytree(ui, folder)
    index = folder / "index.html"
    html = index.read_bytes()
    assert html.count(b"<head>") == 1
    index.write_bytes(html.replace(b"<head>", b"<head>" + _COUNT_ERRORS))
    return folder


@pytest.fixture(scope="module", params=RUNNING)
def person(
    request: pytest.FixtureRequest,
    served: tuple[Deployment, int],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Person]:
    with RUNNING[request.param](served[1], tmp_path_factory.mktemp("engine")) as browser:
        yield Person(browser)


@pytest.fixture
def deployment(served: tuple[Deployment, int]) -> Deployment:
    served[0].begin()
    served[0].agent.say(agent_message("It is [here](http://localhost:5000/todos)."))
    return served[0]


class TestAFirstConversation:
    def test_is_disconnected_without_the_patch(
        self, person: Person, deployment: Deployment
    ) -> None:
        person.visit("unpatched", CONVERSATION)
        assert person.sees_text("Disconnected")
        assert person.sees(f"document.querySelector('{LINK}')")
        assert person.finds(f"document.querySelector('{LINK}').href") == (
            f"{APPS['unpatched']}/todos"
        )
        assert deployment.agent.keys == []

    def test_connects_and_opens_the_app(self, person: Person, deployment: Deployment) -> None:
        person.visit("patched", CONVERSATION)
        assert deployment.agent.has_a_socket()
        assert deployment.agent.keys == [KEY]
        deployment.agent.say(agent_message("Said over the socket."))
        assert person.sees_text("Said over the socket.")

        person.says("Hello, agent.")
        assert deployment.agent.has_heard()
        assert deployment.agent.heard == ["Hello, agent."]

        app = f"{APPS['patched']}/todos"
        assert person.sees(f"document.querySelector('{LINK}')?.href === '{app}'")
        person.clicks(LINK)
        assert deployment.receives(lambda received: f"GET {app}" in received)
        person.closes_apps()


@pytest.mark.usefixtures("deployment")
def test_no_asset_fails_because_of_the_patch(person: Person) -> None:
    """Some of the UI's own assets fail in Firefox and WebKit, with the patch and without it."""

    def failed(ui: str, until: str) -> set[str]:
        person.visit(f"{ui}-counting", ROOT)
        assert person.sees(until)
        return set(person.finds("failedAssets"))

    without = failed("unpatched", "lastFailure && performance.now() - lastFailure > 3000")
    assert failed("patched", "document.querySelector('[data-testid]')") <= without
