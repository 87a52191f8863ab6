"""Fixtures: the main site and a hostile app in Chromium, behind an edge that pools connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, Playwright

from demo.addresses import HOST
from demo.loop_thread import Loop
from tests.gateway.app import App
from tests.gateway.docker_api import DockerApi
from tests.gateway.hostile_app.hostile_answers import http_answer, start_hostile_app
from tests.gateway.hostile_app.main_site import OWNER, Started, signed_in
from tests.gateway.nginx import SECRET, Settings, running_gateway
from tests.gateway.pooling_edge import pooling_edge
from tests.gateway.sandboxes import Sandboxes
from tests.support.browser import launch_arguments


@pytest.fixture(scope="package")
def started(
    playwright: Playwright,
    docker: DockerApi,
    loop: Loop,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Started]:
    with ExitStack() as stack:
        sandboxes = Sandboxes(docker, loop)
        stack.callback(sandboxes.clear)
        openhands = App("openhands")
        loop.run(openhands.start())
        stack.callback(lambda: loop.run(openhands.stop()))
        openhands.answers["/"] = http_answer("text/html", "<!DOCTYPE html><title>OpenHands</title>")
        settings = Settings(
            docker.socket,
            f"127.0.0.1:{openhands.port}",
            lua={"edge_secret": SECRET, "private_cookies": ["session"]},
        )
        gateway = stack.enter_context(running_gateway(tmp_path_factory.mktemp("gateway"), settings))
        edge = stack.enter_context(pooling_edge(tmp_path_factory.mktemp("caddy"), gateway.plain))
        browser = playwright.chromium.launch(**launch_arguments(playwright, edge))
        stack.callback(browser.close)
        yield Started(browser, openhands, start_hostile_app(sandboxes))


@pytest.fixture
def page(started: Started) -> Iterator[Page]:
    """The main site, open for the owner of the hostile app."""
    with ExitStack() as stack:
        page = signed_in(started, stack, OWNER).new_page()
        page.goto(f"https://{HOST}/")
        started.openhands.seen.clear()
        yield page
