"""From a link in the chat to the app, in Chromium, through Caddy with the preset ``port-path``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
import trustme
from playwright.sync_api import BrowserContext, Playwright

from demo.addresses import HOST, UUID
from demo.patched import patched_copy
from demo.sandbox_apps.echo import agent_server
from demo.sandbox_apps.live import live
from demo.sandbox_apps.serve import serving_aiohttp, serving_flask
from demo.sandbox_apps.to_do import to_do
from demo.stub_server.app import Answer, Stub
from demo.stub_server.serve import serving
from frontend_patch.bundle.build import build_bundle
from frontend_patch.paths import RULES, STUB_UI
from frontend_patch.rules.load import load_rules
from tests.gateway.caddy import caddy
from tests.gateway.journey import opened, see_it_live, told_of, use_to_do
from tests.support.browser import launch_arguments


@dataclass(frozen=True)
class Started:
    """A browser that meets Caddy, and the ports of the apps."""

    context: BrowserContext
    to_do: int
    other: int
    live: int


@pytest.fixture(scope="module")
def started(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    folder = tmp_path_factory.mktemp("port-path")
    bundle = build_bundle(load_rules(RULES, "port-path"), print)
    stub = Stub({"ui": patched_copy(STUB_UI, folder / "ui", bundle)})
    with ExitStack() as stack:
        agent, of_live = (
            stack.enter_context(serving_aiohttp(app, "127.0.0.1"))
            for app in (agent_server(), live())
        )
        of_to_do, other = (
            stack.enter_context(serving_flask(to_do(name), "127.0.0.1"))
            for name in ("To-do", "Other")
        )
        url = f"http://localhost:{agent}/api/conversations/{UUID}"
        conversations = [{"conversation_url": url, "sandbox_status": "RUNNING"}]
        stub.answers["/api/v1/app-conversations"] = Answer(json.dumps(conversations).encode())
        openhands = stack.enter_context(serving(stub))
        ports = stack.enter_context(
            caddy(
                folder,
                trustme.CA(),
                OPENHANDS_UPSTREAM=f"127.0.0.1:{openhands.plain}",
                RUNTIME_PORT_FIRST="1024",
                RUNTIME_PORT_LAST="65535",
            )
        )
        browser = playwright.chromium.launch(**launch_arguments(playwright, ports))
        yield Started(browser.new_context(), of_to_do, other, of_live)
        browser.close()


def test_a_person_uses_an_app_from_the_chat(started: Started) -> None:
    page = told_of(started.context, f"http://localhost:{started.to_do}/")
    app = opened(page)
    use_to_do(app, f"https://{HOST}/runtime/{started.to_do}/", "milk")


def test_a_websocket_and_an_event_stream_work(started: Started) -> None:
    see_it_live(opened(told_of(started.context, f"http://localhost:{started.live}/")))


def test_a_cookie_of_one_app_is_not_sent_to_another(started: Started) -> None:
    page = started.context.new_page()
    for port in (started.to_do, started.other):
        page.goto(f"https://{HOST}/runtime/{port}/")
    answer = page.goto(f"https://{HOST}/runtime/{started.other}/request")
    assert answer
    assert answer.json()["cookies"] == {"visits-Other": "1"}
