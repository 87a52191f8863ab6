"""No page of the main site loads code of a hostile app."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.gateway.ask import at_path
from tests.gateway.hostile_app.main_site import Started, has_held

LOAD = """([kind, url]) => new Promise(done => {
    const element = document.createElement(kind === 'style' ? 'link' : kind);
    if (kind === 'script' || kind === 'module') element.type = 'text/javascript';
    if (kind === 'style') element.rel = 'stylesheet';
    element.onload = () => done('loaded');
    element.onerror = () => done('failed');
    if (kind === 'style') element.href = url; else element.src = url;
    document.head.append(element);
})"""

#: Ways in which a page runs the script at a URL; each returns the outcome.
RUNS = {
    "script": f"url => ({LOAD})(['script', url])",
    "style sheet": f"url => ({LOAD})(['style', url])",
    "module": "url => import(url).then(() => 'loaded', () => 'failed')",
    "worker": """url => new Promise(done => {
        const worker = new Worker(url);
        worker.onmessage = () => done('loaded');
        worker.onerror = () => done('failed');
    })""",
    # Chromium 156 reports no error for 1 in 100 shared workers that fail to load.
    "shared worker": """url => new Promise(done => {
        const start = () => {
            const worker = new SharedWorker(url);
            worker.onerror = () => done('failed');
            worker.port.onmessage = () => done('loaded');
        };
        start();
        setInterval(start, 1000);
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
    has_held(started, page)


@pytest.mark.parametrize("first", ["fetch", "img"])
def test_no_page_of_the_main_site_loads_code_of_an_app_from_the_browsers_cache(
    started: Started, page: Page, first: str
) -> None:
    url = f"{at_path(started.hostile)}/cached.js"
    if first == "fetch":
        assert page.evaluate("url => fetch(url).then(answer => answer.status)", url) == 200
    else:
        page.evaluate(f"url => ({LOAD})(['img', url])", url)
    assert page.evaluate(RUNS["script"], url) == "failed"
    has_held(started, page)
