"""No hostile app has a browser send a request to the main site."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from demo.addresses import HOST
from tests.gateway.ask import at_host, at_path
from tests.gateway.hostile_app.main_site import Started, has_held


@pytest.mark.parametrize("path", ["/redirect", "/redirect-host", "/redirect-scheme"])
def test_a_redirect_does_not_borrow_the_pages_rights(
    started: Started, page: Page, path: str
) -> None:
    page.evaluate(
        """url => fetch(url, { method: 'POST', body: '{}', headers: { 'X-Mine': '1' } })
            .then(answer => answer.text())""",
        at_path(started.hostile) + path,
    )
    has_held(started, page)


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
    has_held(started, page)
