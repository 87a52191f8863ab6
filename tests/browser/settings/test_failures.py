"""If default settings cannot be created, the page works as without the patch."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from demo.stub_server.settings import (
    MISSING,
    VERSIONS,
    Fault,
    SettingsApi,
    failing,
    html,
    html_404,
)
from tests.browser.settings.visits import STATE, Visit, begin_visit

FAULTS: dict[str, tuple[str, Fault]] = {
    "not logged in": ("GET {settings}", failing(401)),
    "forbidden": ("GET {settings}", failing(403)),
    "settings fail": ("GET {settings}", failing(500)),
    "settings are refused": ("GET {settings}", failing(400, {"msg_id": "CONFIGURATION$INVALID"})),
    "forbidden, and without settings": ("GET {settings}", failing(403, MISSING)),
    "settings with a message": ("GET {settings}", failing(200, MISSING)),
    "settings are HTML": ("GET {settings}", html),
    "settings are a page that says 404": ("GET {settings}", html_404),
    "models fail": ("GET {models}", failing(500)),
    "models fail with a list": ("GET {models}", failing(500, ["openai/gpt-4o"])),
    "models are forbidden": ("GET {models}", failing(403)),
    "models are HTML": ("GET {models}", html),
    "creating is refused": ("POST {settings}", failing(403)),
    "creating fails": ("POST {settings}", failing(500)),
    "creating is answered by HTML": ("POST {settings}", html),
}


@pytest.mark.parametrize("by", ["xhr", "fetch"])
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("fault", FAULTS)
def test_if_something_fails_the_page_is_as_without_the_patch(
    visit: Visit, settings: SettingsApi, fault: str, version: str, by: str
) -> None:
    settings.stored = None
    call, answer = FAULTS[fault]
    path, models = VERSIONS[version]
    settings.faults[call.format(settings=path, models=models)] = answer
    patched = visit(version, by).evaluate(STATE)
    assert (f"POST {path}" in settings.calls) == call.startswith("POST")
    assert settings.posted == []
    assert settings.stored is None
    assert patched == visit(version, by, "react-unpatched").evaluate(STATE)


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_is_created_if_no_model_is_offered(
    visit: Visit, settings: SettingsApi, version: str
) -> None:
    settings.stored, settings.models = None, []
    assert visit(version).evaluate(STATE)["shown"]
    assert settings.posted == []


@pytest.mark.parametrize("by", ["xhr", "fetch"])
def test_an_error_in_the_patch_does_not_stop_the_pages_request(
    context: BrowserContext, visit: Visit, settings: SettingsApi, by: str
) -> None:
    context.add_init_script("delete globalThis.CSSStyleSheet")
    settings.stored = None
    assert visit(by=by).evaluate(STATE)["status"] == 200


HANGING = {
    "settings": ("GET", "/api/settings"),
    "models": ("GET", "/api/options/models"),
    "creating": ("POST", "/api/settings"),
}


class TestThePageWaitsNoLongerThanThreeSeconds:
    @pytest.mark.parametrize("by", ["xhr", "fetch"])
    @pytest.mark.parametrize("hanging", HANGING)
    def test_for_the_server(
        self, context: BrowserContext, visit: Visit, settings: SettingsApi, hanging: str, by: str
    ) -> None:
        settings.stored = None
        asked: list[tuple[str, str]] = []

        def hang_once(route: Route) -> None:
            asked.append((route.request.method, urlsplit(route.request.url).path))
            if asked[-1] != HANGING[hanging] or asked.count(asked[-1]) > 1:
                route.continue_()

        context.route("**/api/**", hang_once)
        page = visit("v0", by)
        assert page.evaluate(STATE)["shown"]
        assert settings.posted == []
        assert asked.count(HANGING["settings"]) == 2
        # Milliseconds since the navigation, at which the page's own request went.
        page.wait_for_function(
            """() => performance.getEntriesByType('resource').some(
              ({ name, startTime: at }) => name.endsWith('/settings') && 2900 < at && at < 8000,
            )"""
        )

    def test_for_another_tab(self, idle: Page, visit: Visit, settings: SettingsApi) -> None:
        settings.stored = None
        idle.evaluate(
            """new Promise((held) => {
              const forever = new Promise(() => {});
              navigator.locks.request('frontend-patch', () => (held(), forever));
            })"""
        )
        assert visit().evaluate(STATE)["shown"]
        assert settings.posted == []


def test_two_tabs_that_open_at_once_create_defaults_once(
    context: BrowserContext, settings: SettingsApi
) -> None:
    settings.stored, settings.slow = None, 0.5
    tabs = [begin_visit(context, "v0", "xhr") for _ in range(2)]
    for tab in tabs:
        tab.wait_for_function("'settingsStatus' in globalThis")
        assert tab.evaluate(STATE)["status"] == 200
        assert tab.evaluate("modals") == 0
    assert len(settings.posted) == 1
