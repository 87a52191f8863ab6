"""A hostile app, in Chromium, over TLS and through an edge that pools its connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from demo.addresses import HOST
from demo.loop_thread import Loop
from tests.gateway.app import App
from tests.gateway.ask import at_host, at_path
from tests.gateway.docker_api import DockerApi
from tests.gateway.nginx import SECRET, Settings, running_gateway
from tests.gateway.pooling_edge import SESSION, pooling_edge
from tests.gateway.sandboxes import Sandboxes
from tests.support.browser import launch_arguments

OWNER, OTHER = "alice", "bob"

#: Requests of each user beside the hostile app.
REQUESTS = 500

#: Tells that it ran: to its own origin's storage, to the page around it, and in a cookie.
EVIL = """
try { localStorage.evil = location.href } catch {}
try { document.cookie = 'evil=1; Path=/' } catch {}
try { parent.evil = top.evil = location.href } catch {}
try { postMessage('evil') } catch {}
try { onconnect = event => event.ports[0].postMessage('evil') } catch {}
"""

HTML = f"<!DOCTYPE html><title>App</title><script>{EVIL}</script>"

#: Headers that reach for the whole host.
GREEDY = (
    "Set-Cookie: evil=1; Path=/",
    f"Set-Cookie: evil2=1; Path=/; Domain={HOST}",
    "Set-Cookie: __Host-session=of-bob; Path=/; Secure",
    "Service-Worker-Allowed: /",
    'Clear-Site-Data: "cookies", "storage"',
    "Refresh: 0; url=/api/refreshed",
)


def _answer(kind: str, body: str, *headers: str, status: str = "200 OK") -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return "\r\n".join([*lines, "", body]).encode()


def _behind(status: str, answer: bytes) -> bytes:
    return f"HTTP/1.1 {status} x\r\n\r\n".encode() + answer


@dataclass(frozen=True)
class Started:
    """What a test uses.

    Attributes:
        openhands: the main site, which answers what it received.
        hostile: an app of OWNER.
    """

    browser: Browser
    openhands: App
    hostile: App


@pytest.fixture(scope="module")
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
        openhands.answers["/"] = _answer("text/html", "<!DOCTYPE html><title>OpenHands</title>")
        settings = Settings(
            docker.socket,
            f"127.0.0.1:{openhands.port}",
            lua={"edge_secret": SECRET, "private_cookies": ["session"]},
        )
        gateway = stack.enter_context(running_gateway(tmp_path_factory.mktemp("gateway"), settings))
        edge = stack.enter_context(pooling_edge(tmp_path_factory.mktemp("caddy"), gateway.plain))
        browser = playwright.chromium.launch(**launch_arguments(playwright, edge))
        stack.callback(browser.close)
        yield Started(browser, openhands, _hostile(sandboxes))


def _hostile(sandboxes: Sandboxes) -> App:
    app = sandboxes.start(user=OWNER)
    page = _answer("text/html", HTML, *GREEDY)
    script = _answer("text/javascript", EVIL, "Cache-Control: max-age=600", *GREEDY[:4])
    app.answers |= {
        "/page": page,
        "/script.js": script,
        "/cached.js": script,
        "/image.svg": _answer(
            "image/svg+xml",
            f'<svg xmlns="http://www.w3.org/2000/svg"><script>{EVIL}</script></svg>',
        ),
        "/smuggle": _behind("103", _answer("text/plain", "ok") + page * 3),
        **{
            f"/status-{status}": _behind(status, page)
            for status in ("000", "099", "100", "101", "102", "103", "199")
        },
        "/redirect": _answer(
            "text/plain", "", "Location: ../../../../api/redirected", status="307 x"
        ),
        "/redirect-host": _answer(
            "text/plain", "", f"Location: https://{HOST}:443/api/redirected", status="307 x"
        ),
        "/redirect-scheme": _answer(
            "text/plain", "", "Location: HTTPS:/api/redirected", status="307 x"
        ),
    }
    return app


def _signed_in(started: Started, stack: ExitStack, user: str) -> BrowserContext:
    context = started.browser.new_context()
    stack.callback(context.close)
    context.add_cookies(
        [
            {
                "name": SESSION,
                "value": f"of-{user}",
                "url": f"https://{host}/",
                "secure": True,
                "httpOnly": True,
            }
            for host in (HOST, at_host(started.hostile))
        ]
    )
    return context


@pytest.fixture
def page(started: Started) -> Iterator[Page]:
    """The main site, open for the owner of the hostile app."""
    with ExitStack() as stack:
        page = _signed_in(started, stack, OWNER).new_page()
        page.goto(f"https://{HOST}/")
        started.openhands.seen.clear()
        yield page


def _has_held(started: Started, page: Page) -> None:
    """Nothing of the app ran in the main origin, and no cookie of the main host changed."""
    main = page.context.new_page()
    main.goto(f"https://{HOST}/")
    assert main.evaluate("() => [document.cookie, { ...localStorage }]") == ["", {}]
    cookies = page.context.cookies(f"https://{HOST}/")
    assert [(one["name"], one["value"]) for one in cookies] == [(SESSION, f"of-{OWNER}")]
    workers = "async () => (await navigator.serviceWorker.getRegistrations()).length"
    assert main.evaluate(workers) == 0
    if page.url == f"https://{HOST}/":
        assert page.evaluate("() => window.evil") is None
    assert {request for request in started.openhands.seen if "/api/" in request} == set()


DOCUMENTS = [
    "/page",
    "/image.svg",
    "/smuggle",
    *(f"/status-{status}" for status in ("000", "099", "100", "101", "102", "103", "199")),
]


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("how", ["frame", "tab"])
def test_no_document_of_an_app_runs_in_the_main_origin(
    started: Started, page: Page, path: str, how: str
) -> None:
    url = at_path(started.hostile) + path
    if how == "frame":
        page.evaluate(
            """url => new Promise(done => {
                const frame = document.createElement('iframe');
                frame.onload = done;
                frame.src = url;
                document.body.append(frame);
            })""",
            url,
        )
    else:
        page.goto(f"https://{HOST}{url}", wait_until="commit")
        page.wait_for_load_state()
    _has_held(started, page)


def test_an_app_runs_in_an_origin_of_its_own(started: Started, page: Page) -> None:
    own = f"https://{at_host(started.hostile)}/page"
    app = page.context.new_page()
    app.goto(own, wait_until="commit")
    # The Refresh leads to another path of the app.
    app.wait_for_url("**/api/refreshed")
    assert app.evaluate("() => localStorage.evil") == own
    started.openhands.seen.clear()
    _has_held(started, page)


LOAD = """([kind, url]) => new Promise(done => {
    const element = document.createElement(kind === 'style' ? 'link' : kind);
    if (kind === 'script' || kind === 'module') element.type = 'text/javascript';
    if (kind === 'style') element.rel = 'stylesheet';
    element.onload = () => done('loaded');
    element.onerror = () => done('failed');
    if (kind === 'style') element.href = url; else element.src = url;
    document.head.append(element);
})"""

#: How a page would run a script of a URL; each tells what came of it.
RUNS = {
    "script": f"url => ({LOAD})(['script', url])",
    "style sheet": f"url => ({LOAD})(['style', url])",
    "module": "url => import(url).then(() => 'loaded', () => 'failed')",
    "worker": """url => new Promise(done => {
        const worker = new Worker(url);
        worker.onmessage = () => done('loaded');
        worker.onerror = () => done('failed');
    })""",
    "shared worker": """url => new Promise(done => {
        const worker = new SharedWorker(url);
        worker.onerror = () => done('failed');
        worker.port.onmessage = () => done('loaded');
    })""",
    "service worker": """url => navigator.serviceWorker.register(url, { scope: '/' })
        .then(() => 'loaded', () => 'failed')""",
    "service worker in its folder": """url => navigator.serviceWorker.register(url)
        .then(() => 'loaded', () => 'failed')""",
}


@pytest.mark.parametrize("how", RUNS)
def test_no_page_of_the_main_site_loads_code_of_an_app(
    started: Started, page: Page, how: str
) -> None:
    assert page.evaluate(RUNS[how], f"{at_path(started.hostile)}/script.js") == "failed"
    _has_held(started, page)


@pytest.mark.parametrize("first", ["fetch", "img"])
def test_nor_from_the_browsers_cache(started: Started, page: Page, first: str) -> None:
    url = f"{at_path(started.hostile)}/cached.js"
    if first == "fetch":
        assert page.evaluate("url => fetch(url).then(answer => answer.status)", url) == 200
    else:
        page.evaluate(f"url => ({LOAD})(['img', url])", url)
    assert page.evaluate(RUNS["script"], url) == "failed"
    _has_held(started, page)


@pytest.mark.parametrize("path", ["/redirect", "/redirect-host", "/redirect-scheme"])
def test_a_redirect_does_not_borrow_the_pages_rights(
    started: Started, page: Page, path: str
) -> None:
    page.evaluate(
        """url => fetch(url, { method: 'POST', body: '{}', headers: { 'X-Mine': '1' } })
            .then(answer => answer.text())""",
        at_path(started.hostile) + path,
    )
    _has_held(started, page)


#: What a page of an app sends to the main site. Each returns once the browser has an answer.
ATTACKS = {
    "a POST": """url => fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include',
        body: '{}' }).catch(() => {})""",
    "a beacon and a POST": """async url => {
        navigator.sendBeacon(url, '{}');
        await fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include' });
    }""",
    "a form": """url => new Promise(done => {
        const frame = document.createElement('iframe');
        frame.name = 'target';
        document.body.append(frame);
        const form = document.createElement('form');
        Object.assign(form, { method: 'POST', action: url, target: 'target' });
        document.body.append(form);
        frame.onload = done;
        form.submit();
    })""",
    "a WebSocket": """url => new Promise(done => {
        const socket = new WebSocket(url.replace('https:', 'wss:'));
        socket.onopen = socket.onerror = done;
    })""",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_page_of_an_app_changes_the_main_site(started: Started, page: Page, attack: str) -> None:
    app = page.context.new_page()
    app.goto(f"https://{at_host(started.hostile)}/x")
    app.evaluate(ATTACKS[attack], f"https://{HOST}/api/attacked")
    _has_held(started, page)


ASK = """([user, count]) => {
    window.wrong = [];
    const ask = async number => {
        const path = `/api/of-${user}?${number}`;
        const answer = await (await fetch(path)).json();
        const users = answer.headers.filter(([name]) => name === 'X-Cognito-User-Id');
        if (answer.path !== path || users.length !== 1 || users[0][1] !== user) {
            window.wrong.push(answer);
        }
    };
    const worker = async first => {
        for (let number = first; number < count; number += 5) await ask(number);
    };
    window.finished = Promise.all([0, 1, 2, 3, 4].map(worker))
        .catch(error => window.wrong.push(String(error)));
}"""

ATTACK = """([urls]) => {
    window.going = true;
    window.attacks = 0;
    const attack = async url => {
        while (window.going) {
            await fetch(url).then(answer => answer.text()).catch(() => {});
            window.attacks++;
        }
    };
    window.over = Promise.all(urls.map(attack));
}"""


def test_two_users_beside_a_hostile_app_receive_their_own_answers(
    started: Started, page: Page
) -> None:
    with ExitStack() as stack:
        other = _signed_in(started, stack, OTHER).new_page()
        other.goto(f"https://{HOST}/")
        attacker = page.context.new_page()
        attacker.goto(f"https://{HOST}/")
        urls = [at_path(started.hostile) + path for path in ("/smuggle", "/status-100")]
        attacker.evaluate(ATTACK, [urls])
        attacker.wait_for_function("() => window.attacks > 0")
        for one, user in ((page, OWNER), (other, OTHER)):
            one.evaluate(ASK, [user, REQUESTS])
        for one in (page, other):
            one.evaluate("() => window.finished")
            assert one.evaluate("() => window.wrong") == []
        attacker.evaluate("() => { window.going = false; return window.over }")
        assert attacker.evaluate("() => window.attacks") > 1
