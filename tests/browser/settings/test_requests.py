"""Requests that wait for default settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from demo.stub_server.settings import (
    SettingsApi,
)
from tests.browser.settings.visits import HOME, Visit
from tests.support.url_probe import choose_ui


def test_later_requests_of_a_page_are_not_delayed(idle: Page, settings: SettingsApi) -> None:
    for _ in range(3):
        idle.evaluate("fetch('/api/settings').then((answer) => answer.text())")
    assert settings.calls == ["GET /api/settings"] * 4


@pytest.mark.parametrize(
    "headers",
    [
        "{ 'x-session-api-key': 'k' }",
        "[['X-Session-API-Key', 'k']]",
        "new Headers({ 'X-Session-API-Key': 'k' })",
    ],
)
def test_nothing_is_asked_of_an_agent_server(
    visit: Visit, settings: SettingsApi, headers: str
) -> None:
    """At the page's origin: it demands a key, and has settings for its only user."""
    page = visit()
    settings.stored = None
    settings.calls.clear()
    status = page.evaluate(
        f"""async () => {{
          const headers = {headers};
          return (await fetch('/api/conversations', {{ method: 'POST', headers }})).status;
        }}"""
    )
    assert status == 400
    assert settings.calls == ["POST /api/conversations"]


def test_requests_that_wait_at_once_share_one_creation(idle: Page, settings: SettingsApi) -> None:
    page = idle
    settings.stored = None
    statuses = page.evaluate(
        """() => Promise.all(Array.from({ length: 3 }, async () => {
          return (await fetch('/api/settings')).status;
        }))"""
    )
    assert statuses == [200, 200, 200]
    assert len(settings.posted) == 1
    assert settings.calls.count("GET /api/options/models") == 1


BEGIN = {
    "fetch": """
        async () => {
          const answer = await fetch('/api/conversations', {
            method: 'POST', body: '{"a":1}', headers: { 'X-A': 'b' },
          });
          return [answer.status, await answer.json()];
        }
    """,
    "fetch of a Request": """
        async () => {
          const answer = await fetch(new Request('/api/conversations', {
            method: 'POST', body: '{"a":1}', headers: { 'X-A': 'b' },
          }));
          return [answer.status, await answer.json()];
        }
    """,
    "xhr": """
        () => new Promise((resolve) => {
          const xhr = new XMLHttpRequest(), seen = [];
          xhr.open('post', new URL('/api/conversations', location));
          for (const type of ['readystatechange', 'load', 'loadend'])
            xhr['on' + type] = () => {
              if (xhr.readyState === 4) seen.push([type, xhr.status]);
              if (type === 'loadend') resolve([xhr.status, JSON.parse(xhr.response), seen]);
            };
          xhr.setRequestHeader('X-A', 'b');
          xhr.send('{"a":1}');
        })
    """,
}
BEGUN = {"conversation_id": "new", "body": '{"a":1}', "header": "b"}


@pytest.mark.parametrize("by", BEGIN)
class TestAConversationThatWouldFailWithoutSettings:
    def test_is_begun_with_defaults(self, visit: Visit, settings: SettingsApi, by: str) -> None:
        page = visit()
        settings.stored = None
        settings.calls.clear()
        status, answer, *seen = page.evaluate(BEGIN[by])
        assert (status, answer) == (201, BEGUN)
        assert seen in ([], [[["readystatechange", 201], ["load", 201], ["loadend", 201]]])
        assert settings.calls[-1] == "POST /api/conversations"
        assert len(settings.posted) == 1

    def test_fails_as_without_the_patch_if_none_can_be_created(
        self, visit: Visit, settings: SettingsApi, by: str
    ) -> None:
        def begin(ui: str) -> Any:
            settings.stored = {}
            page = visit(ui=ui)
            settings.stored, settings.models = None, []
            return page.evaluate(BEGIN[by])

        patched = begin("react")
        assert patched[0] == 400
        assert patched == begin("react-unpatched")

    def test_with_settings_is_sent_as_it_is(
        self, visit: Visit, settings: SettingsApi, by: str
    ) -> None:
        page = visit()
        settings.calls.clear()
        assert page.evaluate(BEGIN[by])[:2] == [201, BEGUN]
        assert settings.calls == ["GET /api/settings", "POST /api/conversations"]


HOW_IT_GOES_ON = {
    "left alone": ("", 1),
    "opened anew": ("xhr.open('GET', '/api/other')", 0),
}


@pytest.mark.parametrize("how", HOW_IT_GOES_ON)
def test_an_xhr_that_waits_is_sent_unless_it_is_opened_again(
    idle: Page, settings: SettingsApi, how: str
) -> None:
    script, sent = HOW_IT_GOES_ON[how]
    settings.stored, settings.slow = None, 0.3
    asked: list[str] = []
    idle.on("request", lambda request: asked.append(urlsplit(request.url).path))
    idle.evaluate(
        f"""() => {{
          const xhr = new XMLHttpRequest();
          xhr.open('GET', '/api/settings');
          xhr.send();
          {script};
        }}"""
    )
    # It waits for the same, and so comes last.
    idle.evaluate("fetch('/api/settings').then((answer) => answer.text())")
    created = ["/api/settings", "/api/options/models", "/api/settings"]
    assert asked == [*created, *["/api/settings"] * sent, "/api/settings"]


@pytest.mark.parametrize("ui", ["react", "react-unpatched"])
def test_an_xhr_that_is_aborted_while_it_waits_fires_the_events_of_an_abort(
    context: BrowserContext, settings: SettingsApi, ui: str
) -> None:
    choose_ui(context, HOME, ui)
    page = context.new_page()
    page.goto(HOME)
    settings.stored = None
    told = page.evaluate(
        """() => {
          const xhr = new XMLHttpRequest(), told = [];
          for (const type of ['loadstart', 'readystatechange', 'abort', 'load', 'error', 'loadend'])
            xhr.addEventListener(type, () => told.push([type, xhr.readyState]));
          xhr.open('GET', '/api/settings');
          xhr.send();
          xhr.abort();
          return [...told, xhr.readyState];
        }"""
    )
    assert told == [
        ["readystatechange", 1],
        ["loadstart", 1],
        ["readystatechange", 4],
        ["abort", 4],
        ["loadend", 4],
        0,
    ]


def test_a_synchronous_xhr_does_not_wait(idle: Page, settings: SettingsApi) -> None:
    settings.stored = None
    status = idle.evaluate(
        """() => {
          const xhr = new XMLHttpRequest();
          xhr.open('GET', '/api/settings', false);
          xhr.send();
          return xhr.status;
        }"""
    )
    assert (status, settings.posted) == (404, [])
