"""No document of a hostile app runs in the origin of the main site."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from demo.addresses import HOST
from tests.gateway.ask import at_host, at_path
from tests.gateway.hostile_app.main_site import Started, has_held

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
    has_held(started, page)


def test_an_app_runs_in_an_origin_of_its_own(started: Started, page: Page) -> None:
    own = f"https://{at_host(started.hostile)}/page"
    app = page.context.new_page()
    app.goto(own, wait_until="commit")
    # The Refresh leads to another path of the app.
    app.wait_for_url("**/api/refreshed")
    assert app.evaluate("() => localStorage.evil") == own
    started.openhands.seen.clear()
    has_held(started, page)
