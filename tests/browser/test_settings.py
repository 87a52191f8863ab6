"""The settings modal never appears where the server offers a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from demo.addresses import HOST
from demo.stub_server.app import Stub
from demo.stub_server.settings import (
    MISSING,
    VERSIONS,
    Fault,
    SettingsApi,
    failing,
    html,
    html_404,
)
from tests.support.url_probe import choose_ui

HOME = f"https://{HOST}/"
MODAL = "[data-testid=ai-config-modal]"

#: Counts the modals that are ever in the document, from its first byte on.
COUNT = f"""
globalThis.modals = 0;
new MutationObserver((records) => {{
  for (const {{ addedNodes }} of records)
    for (const node of addedNodes)
      if (node.matches?.('{MODAL}') || node.querySelector?.('{MODAL}')) modals++;
}}).observe(document, {{ childList: true, subtree: true }});
"""

#: What a person meets, and what the page was told.
STATE = f"""
() => ({{
  modals, status: settingsStatus,
  shown: !!document.querySelector('{MODAL}')?.checkVisibility(),
  scroll: document.body.style.overflow,
  inert: document.querySelectorAll('[inert]').length,
  hidden: document.querySelectorAll('[aria-hidden=true]').length,
  focus: document.activeElement.localName,
}})
"""
NEXT_FRAME = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
QUIET = {"shown": False, "scroll": "", "inert": 0, "hidden": 0, "focus": "body"}

Visit = Callable[..., Page]


@pytest.fixture(autouse=True)
def settings(stub: Stub) -> Iterator[SettingsApi]:
    api = stub.settings
    yield api
    api.__dict__.update(SettingsApi().__dict__)


@pytest.fixture
def visit(context: BrowserContext) -> Visit:
    def visit(version: str = "v0", by: str = "xhr", ui: str = "react", more: str = "") -> Page:
        page = begin_visit(context, version, by, ui, more)
        page.wait_for_function("'settingsStatus' in globalThis", timeout=10_000)
        page.evaluate(NEXT_FRAME)
        return page

    return visit


def begin_visit(
    context: BrowserContext, version: str, by: str, ui: str = "react", more: str = ""
) -> Page:
    choose_ui(context, HOME, ui)
    page = context.new_page()
    page.add_init_script(COUNT)
    page.goto(f"{HOME}?settings={version}&by={by}{more}", wait_until="commit")
    return page


@pytest.mark.parametrize("by", ["xhr", "fetch"])
@pytest.mark.parametrize("version", VERSIONS)
class TestAFirstVisit:
    def test_without_the_patch_meets_the_modal(
        self, visit: Visit, settings: SettingsApi, version: str, by: str
    ) -> None:
        settings.stored = None
        state = visit(version, by, "react-unpatched").evaluate(STATE)
        assert (state["modals"], state["shown"], state["status"]) == (1, True, 404)

    def test_never_has_the_modal_in_the_document(
        self, visit: Visit, settings: SettingsApi, version: str, by: str
    ) -> None:
        settings.stored = None
        assert visit(version, by).evaluate(STATE) == {"modals": 0, "status": 200, **QUIET}
        assert len(settings.posted) == 1

    def test_nor_where_none_is_said_with_a_message_id(
        self, visit: Visit, settings: SettingsApi, version: str, by: str
    ) -> None:
        settings.stored, settings.not_found = None, 400
        assert visit(version, by).evaluate(STATE)["status"] == 200
        assert len(settings.posted) == 1

    def test_with_settings_asks_once_more_and_creates_nothing(
        self, visit: Visit, settings: SettingsApi, version: str, by: str
    ) -> None:
        settings.stored = {"llm_model": "mine"}
        assert visit(version, by).evaluate(STATE) == {"modals": 0, "status": 200, **QUIET}
        assert settings.calls == [f"GET {VERSIONS[version][0]}"] * 2
        assert settings.stored == {"llm_model": "mine"}


@pytest.mark.parametrize(
    ("version", "body"), [("v0", {}), ("v1", {"agent_settings_diff": {"llm": {}}})]
)
def test_the_defaults_leave_the_model_to_the_server_where_none_is_preferred(
    visit: Visit, settings: SettingsApi, version: str, body: dict[str, Any]
) -> None:
    settings.stored = None
    visit(version)
    assert settings.posted == [body]


@pytest.mark.parametrize(
    ("version", "body"),
    [
        ("v0", {"llm_model": "anthropic/claude-x"}),
        ("v1", {"agent_settings_diff": {"llm": {"model": "anthropic/claude-x"}}}),
    ],
)
def test_the_first_preferred_model_that_is_offered_is_chosen(
    visit: Visit, settings: SettingsApi, version: str, body: dict[str, Any]
) -> None:
    settings.stored = None
    visit(version, ui="react-operators")
    assert settings.posted == [body]


class TestOnboarding:
    def test_stores_what_the_operator_says(self, visit: Visit) -> None:
        stored = visit(ui="react-operators").evaluate(
            "[localStorage['openhands-onboarded'], JSON.parse(localStorage['openhands-backends'])]"
        )
        assert stored[0] == "1"
        [backend] = stored[1]
        assert (backend["host"], backend["kind"]) == (f"https://{HOST}", "cloud")

    def test_keeps_what_the_user_has_chosen(self, visit: Visit) -> None:
        page = visit(ui="react-operators")
        page.evaluate("localStorage['openhands-backends'] = '[]'")
        page.reload()
        assert page.evaluate("localStorage['openhands-backends']") == "[]"

    @pytest.mark.parametrize(
        ("ui", "meets_it"), [("real-unpatched", True), ("real-operators", False)]
    )
    def test_of_the_real_ui_is_passed_over(self, page: Page, ui: str, *, meets_it: bool) -> None:
        choose_ui(page.context, HOME, ui)
        page.goto(HOME)
        onboarding = page.get_by_test_id("onboarding-modal")
        if meets_it:
            expect(onboarding).to_be_visible(timeout=20_000)
        else:
            home = page.get_by_text("Let's Start Building!").first
            expect(home).to_be_visible(timeout=20_000)
            expect(onboarding).to_have_count(0)

    def test_stores_nothing_by_itself(self, visit: Visit) -> None:
        assert visit().evaluate("localStorage.length") == 0


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
def test_where_something_fails_the_page_is_as_without_the_patch(
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
def test_where_no_model_is_offered_nothing_is_created(
    visit: Visit, settings: SettingsApi, version: str
) -> None:
    settings.stored, settings.models = None, []
    assert visit(version).evaluate(STATE)["shown"]
    assert settings.posted == []


@pytest.mark.parametrize("by", ["xhr", "fetch"])
def test_what_the_patch_fails_at_does_not_keep_the_pages_request(
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


@pytest.fixture
def idle(context: BrowserContext) -> Page:
    """A tab that has asked for no settings yet."""
    choose_ui(context, HOME, "react")
    page = context.new_page()
    page.goto(HOME)
    return page


def test_later_requests_of_a_page_are_not_delayed(idle: Page, settings: SettingsApi) -> None:
    for _ in range(3):
        idle.evaluate("fetch('/api/settings').then((answer) => answer.text())")
    assert settings.calls == ["GET /api/settings"] * 4


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
class TestAConversationThatWouldFailForWantOfSettings:
    def test_is_begun_with_defaults(self, visit: Visit, settings: SettingsApi, by: str) -> None:
        page = visit()
        settings.stored = None
        settings.calls.clear()
        status, answer, *seen = page.evaluate(BEGIN[by])
        assert (status, answer) == (201, BEGUN)
        assert seen in ([], [[["readystatechange", 201], ["load", 201], ["loadend", 201]]])
        assert settings.calls[-1] == "POST /api/conversations"
        assert len(settings.posted) == 1

    def test_fails_as_without_the_patch_where_none_can_be_created(
        self, visit: Visit, settings: SettingsApi, by: str
    ) -> None:
        pages = [visit(), visit(ui="react-unpatched")]
        settings.stored, settings.models = None, []
        patched, unpatched = (page.evaluate(BEGIN[by]) for page in pages)
        assert patched[0] == 400
        assert patched == unpatched

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
def test_an_xhr_that_waits_is_sent_unless_it_is_opened_anew(
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
def test_an_xhr_that_is_aborted_as_it_waits_says_so(
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


#: One of another make than the stub UI's.
ADD_MODAL = """
const addModal = () => {
  const modal = document.createElement('div');
  modal.className = 'fixed';
  modal.innerHTML = '<p data-testid="ai-config-modal">Settings</p>';
  document.body.append(modal);
  return modal;
};
"""


class TestAModalThatComesAllTheSame:
    def test_is_seen_without_the_patch(self, visit: Visit) -> None:
        state = visit(ui="react-unpatched", more="&always").evaluate(STATE)
        assert state == {
            "modals": 1,
            "status": 200,
            "shown": True,
            "scroll": "hidden",
            "focus": "input",
            "inert": state["inert"],
            "hidden": state["hidden"],
        }
        assert state["inert"] > 0

    def test_is_not_seen_and_leaves_the_page_as_it_was(self, visit: Visit) -> None:
        page = visit(more="&always")
        expect(page.locator(MODAL)).to_have_count(1)
        page.evaluate(NEXT_FRAME)
        assert page.evaluate(STATE) == {"modals": 1, "status": 200, **QUIET}

    def test_gives_back_what_was_there_before(self, visit: Visit) -> None:
        found = visit().evaluate(
            f"""async () => {{
              const {{ body }} = document, input = document.createElement('input');
              {ADD_MODAL}
              body.prepend(input);
              input.focus();
              body.style.overflow = 'clip';
              input.style.color = 'red';
              input.setAttribute('aria-hidden', 'false');
              await undefined;
              addModal();
              body.style.overflow = 'scroll';
              body.style.overflow = 'hidden';
              input.style.color = 'blue';
              input.setAttribute('aria-hidden', 'true');
              input.inert = true;
              await undefined;
              await new Promise(requestAnimationFrame);
              return [
                body.style.overflow, input.style.color, input.getAttribute('aria-hidden'),
                input.inert, document.activeElement === input,
              ];
            }}"""
        )
        # The colour is nothing that a modal does.
        assert found == ["clip", "blue", "false", False, True]

    def test_leaves_the_page_its_own_changes_once_it_is_open(self, visit: Visit) -> None:
        page = visit()
        page.evaluate(f"() => {{ {ADD_MODAL} addModal(); document.body.inert = true; }}")
        page.evaluate("globalThis.opened = performance.now()")
        page.wait_for_function("performance.now() > opened + 300")
        page.evaluate("document.body.inert = true")
        assert page.evaluate("document.body.inert")

    def test_is_undone_once_in_a_page_that_asks_both_versions(self, visit: Visit) -> None:
        page = visit("v0")
        inert = page.evaluate(
            f"""async () => {{
              {ADD_MODAL}
              await fetch('/api/v1/settings');
              let writes = 0;
              new MutationObserver((records) => (writes += records.length)).observe(
                document.body, {{ attributes: true }},
              );
              addModal();
              document.body.inert = true;
              await new Promise(requestAnimationFrame);
              return [document.body.inert, writes];
            }}"""
        )
        assert inert == [False, 2]

    def test_is_left_alone_where_it_was_there_before(self, idle: Page) -> None:
        found = idle.evaluate(
            f"""async () => {{
              {ADD_MODAL}
              const modal = addModal();
              document.body.style.overflow = 'hidden';
              await fetch('/api/settings');
              return [modal.checkVisibility(), document.body.style.overflow];
            }}"""
        )
        assert found == [True, "hidden"]

    def test_is_seen_where_the_settings_cannot_be_had(
        self, visit: Visit, settings: SettingsApi
    ) -> None:
        settings.faults["GET /api/settings"] = failing(403)
        page = visit(more="&always")
        expect(page.locator(MODAL)).to_be_visible()

    def test_opens_by_hand(self, visit: Visit) -> None:
        page = visit(more="&always")
        page.get_by_test_id("settings-button").click()
        expect(page.locator(MODAL)).to_be_visible()
        page.get_by_role("button", name="Close").click()
        expect(page.locator(MODAL)).to_have_count(0)

    def test_stays_away_whatever_else_is_clicked(self, visit: Visit) -> None:
        page = visit(more="&always")
        expect(page.locator(MODAL)).to_have_count(1)
        page.locator("b").click()
        assert page.evaluate(STATE)["shown"] is False

    def test_is_shown_to_who_opens_the_settings_after_a_quiet_start(self, visit: Visit) -> None:
        page = visit()
        page.get_by_test_id("settings-button").click()
        expect(page.locator(MODAL)).to_be_visible()
        state = page.evaluate(STATE)
        assert (state["scroll"], state["focus"]) == ("hidden", "input")
        assert state["inert"] > 0

    def test_is_shown_once_something_was_clicked_that_may_have_opened_it(
        self, visit: Visit
    ) -> None:
        page = visit()
        page.locator("b").click()
        assert page.evaluate(f"() => {{ {ADD_MODAL} return addModal().checkVisibility(); }}")
