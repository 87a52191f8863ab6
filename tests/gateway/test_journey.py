"""From a link in the chat to an app in a sandbox, in Chromium, through edge and gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from demo.addresses import HOST, C
from demo.patched import patched_copy
from demo.sandbox_apps.echo import agent_server
from demo.sandbox_apps.live import live
from demo.sandbox_apps.serve import serving_aiohttp, serving_flask
from demo.sandbox_apps.to_do import to_do
from demo.stub_server.app import Stub
from demo.stub_server.serve import serving
from frontend_patch.bundle.build import Bundle
from frontend_patch.paths import STUB_UI
from tests.gateway.docker_api import DockerApi, Fault, docker_api
from tests.gateway.docker_container import Container
from tests.gateway.edge import SESSION, edge, sign_in
from tests.gateway.journey import opened, see_it_live, told_of, use_to_do
from tests.gateway.nginx import Settings, running_gateway
from tests.gateway.sandboxes import addresses
from tests.support.browser import launch_arguments

OWNER, STRANGER = "alice", "bob"

#: Conversations whose containers lack something: an address, an owner.
NO_ADDRESS, NO_OWNER, NONE = "0" * 31 + "1", "0" * 31 + "2", "0" * 31 + "3"

#: Published ports of the sandbox, as the agent names them.
TO_DO, OTHER, LIVE, AGENT, SILENT = 5000, 5001, 5002, 54928, 5003


def address(port: int, conversation: str = C) -> str:
    return f"https://{port}-{conversation}.runtime.{HOST}/"


@dataclass(frozen=True)
class Started:
    """A browser that meets the edge, and the Docker behind the gateway."""

    browser: Browser
    docker: DockerApi


SignedIn = Callable[[str], BrowserContext]


@pytest.fixture(scope="module")
def started(
    playwright: Playwright, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Started]:
    folder = tmp_path_factory.mktemp("journey")
    stub = Stub({"ui": patched_copy(STUB_UI, folder / "ui", bundle)})
    sandbox = next(addresses)
    with ExitStack() as stack:
        enter = stack.enter_context
        ports: dict[int, int | None] = {
            enter(serving_flask(to_do("To-do"), sandbox)): TO_DO,
            enter(serving_flask(to_do("Other"), sandbox)): OTHER,
            enter(serving_aiohttp(live(), sandbox)): LIVE,
            enter(serving_aiohttp(agent_server(), sandbox)): AGENT,
        }
        docker = enter(docker_api(tmp_path_factory.mktemp("docker")))
        owned = {"user_id": OWNER}
        at = {"bridge": sandbox}
        for container in (
            Container({"conversation_id": C} | owned, at, ports),
            Container({"conversation_id": NO_ADDRESS} | owned, {}),
            Container({"conversation_id": NO_OWNER}, at),
        ):
            docker.add(container)
        openhands = enter(serving(stub))
        settings = Settings(docker.socket, f"127.0.0.1:{openhands.plain}")
        gateway = enter(running_gateway(tmp_path_factory.mktemp("gateway"), settings))
        met = enter(edge(tmp_path_factory.mktemp("edge"), gateway.plain))
        browser = playwright.chromium.launch(**launch_arguments(playwright, met))
        yield Started(browser, docker)
        browser.close()


@pytest.fixture
def signed_in(started: Started) -> Iterator[SignedIn]:
    with ExitStack() as stack:

        def signed_in(user: str) -> BrowserContext:
            context = started.browser.new_context()
            stack.callback(context.close)
            sign_in(context, user)
            return context

        yield signed_in


def test_a_person_uses_an_app_from_the_chat(signed_in: SignedIn) -> None:
    app = opened(told_of(signed_in(OWNER), f"http://localhost:{TO_DO}/"))
    use_to_do(app, address(TO_DO), "milk")


def test_a_websocket_and_an_event_stream_work(signed_in: SignedIn) -> None:
    see_it_live(opened(told_of(signed_in(OWNER), f"http://localhost:{LIVE}/")))


def test_another_user_is_refused(signed_in: SignedIn) -> None:
    page = signed_in(STRANGER).new_page()
    answer = page.goto(address(TO_DO))
    assert answer
    assert answer.status == 403
    expect(page.get_by_role("heading")).to_have_text("Access denied")


def test_a_cookie_of_one_app_is_not_sent_to_another(signed_in: SignedIn) -> None:
    page = signed_in(OWNER).new_page()
    page.goto(address(TO_DO))
    page.goto(address(OTHER))
    assert received(page, OTHER)["cookies"] == {"visits-Other": "1"}


def test_the_session_of_the_main_site_is_not_sent_to_an_app(signed_in: SignedIn) -> None:
    page = signed_in(OWNER).new_page()
    seen = received(page, TO_DO)
    assert seen["cookies"] == {}
    kept_back = {"x-cognito-user-id", "x-gateway-secret"}
    assert kept_back.isdisjoint(seen["headers"])
    assert [one["name"] for one in page.context.cookies(address(TO_DO))] == [SESSION]


def received(page: Page, port: int) -> dict[str, dict[str, str]]:
    answer = page.goto(f"{address(port)}request")
    assert answer
    seen: dict[str, dict[str, str]] = answer.json()
    return seen


@pytest.mark.parametrize(
    ("url", "status", "code", "heading"),
    [
        (address(TO_DO, NONE), 404, "ERR_NOT_FOUND", "No sandbox"),
        (address(TO_DO, NO_ADDRESS), 502, "ERR_NO_IP", "The sandbox has no network address"),
        (address(TO_DO, NO_OWNER), 403, "ERR_FORBIDDEN", "Access denied"),
        (address(SILENT), 502, "ERR_NO_ANSWER", "The app is not responding"),
        (address(22), 403, "ERR_PORT", "Port blocked"),
        (address(99999), 404, "ERR_ROUTE", "Not the address of a sandbox"),
    ],
)
def test_the_error_page_names_the_problem(
    signed_in: SignedIn, url: str, status: int, code: str, heading: str
) -> None:
    shows(signed_in(OWNER).new_page(), url, status, code, heading)


@pytest.mark.parametrize(
    ("fault", "code"), [("500", "ERR_LIST"), ("garbage", "ERR_PARSE"), ("closed", "ERR_SOCKET")]
)
def test_a_person_reads_that_docker_does_not_answer(
    signed_in: SignedIn, started: Started, fault: Fault, code: str
) -> None:
    started.docker.fault = fault
    try:
        # A conversation that is not in the cache.
        url = address(TO_DO, "0" * 31 + "4")
        shows(signed_in(OWNER).new_page(), url, 503, code, "Cannot look up sandboxes")
    finally:
        started.docker.fault = None


def shows(page: Page, url: str, status: int, code: str, heading: str) -> None:
    answer = page.goto(url)
    assert answer
    assert answer.status == status
    expect(page.get_by_role("heading")).to_have_text(heading)
    expect(page.locator("code")).to_have_text(f"{status} {code}")
    expect(page.locator("body")).not_to_contain_text("127.")
