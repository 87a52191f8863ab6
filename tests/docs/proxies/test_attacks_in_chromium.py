"""What interim responses of a hostile app do in a browser, with the preset `subdomain`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import BrowserContext, Playwright

from demo.loop_thread import running_loop
from tests.docs.proxies.attacks import MAIN
from tests.docs.proxies.behind import Behind
from tests.docs.proxies.payloads import INTERIM
from tests.docs.proxies.running_app import running_app
from tests.docs.proxies.setups import SETUPS
from tests.docs.proxies.target import Target
from tests.support.browser import which_chromium

pytestmark = pytest.mark.proxy

_EVIL = "Set-Cookie: evil=1; Path=/\nContent-Type: text/html"
_SCRIPT = "<script>document.cookie = 'evil=1; Path=/'; localStorage.evil = 1</script>"
_PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<!DOCTYPE html>"


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def attacked(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[BrowserContext, Target]]:
    with ExitStack() as stack:
        loop = stack.enter_context(running_loop())
        app, openhands = (
            stack.enter_context(running_app(loop, name)) for name in ("app", "openhands")
        )
        openhands.answers["/"] = _PAGE
        behind = Behind(openhands.port, app.port, app.port)
        setup = SETUPS[request.param, "subdomain"](tmp_path_factory.mktemp("proxy"), behind)
        target = Target(stack.enter_context(setup), app, openhands)
        arguments = [
            f"--host-resolver-rules=MAP *:443 127.0.0.1:{target.proxy.port}",
            "--ignore-certificate-errors",
        ]
        browser = playwright.chromium.launch(**which_chromium(playwright), args=arguments)
        stack.callback(browser.close)
        yield browser.new_context(), target


@pytest.mark.parametrize("status", INTERIM)
def test_a_request_of_the_page_sets_no_cookie_of_the_site(
    attacked: tuple[BrowserContext, Target], status: str
) -> None:
    context, target = attacked
    target.answers(f"{status} X\n{_EVIL}\n\nHTTP/1.1 200 OK\n{_EVIL}\nContent-Length: 0")
    page = context.new_page()
    page.goto(f"{MAIN}/")
    page.evaluate(
        "(url) => fetch(url).then((it) => it.text()).catch(String)", f"{target.url()}/evil"
    )
    assert [one for one in context.cookies(f"{MAIN}/") if one["name"] == "evil"] == []
    page.close()


@pytest.mark.parametrize("status", ["200", *INTERIM])
def test_a_document_on_the_path_route_runs_no_script_in_the_origin_of_openhands(
    attacked: tuple[BrowserContext, Target], status: str
) -> None:
    context, target = attacked
    final = "" if status == "200" else f"{status} X\n\nHTTP/1.1 "
    target.answers(f"{final}200 OK\n{_EVIL}\nContent-Length: {len(_SCRIPT)}")
    target.app.answers["/evil"] += _SCRIPT.encode()
    page = context.new_page()
    page.goto(f"{MAIN}/")
    page.evaluate(
        """(url) => new Promise((done) => {
          const frame = document.body.appendChild(document.createElement('iframe'));
          frame.onload = done;
          frame.src = url;
        })""",
        f"{target.url()}/evil",
    )
    assert page.evaluate("localStorage.evil") is None
    assert [one for one in context.cookies(f"{MAIN}/") if one["name"] == "evil"] == []
    page.close()
