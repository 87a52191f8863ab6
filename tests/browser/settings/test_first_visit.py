"""A user without settings gets default settings, and no modal."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from demo.addresses import HOST
from demo.stub_server.settings import (
    VERSIONS,
    SettingsApi,
)
from tests.browser.settings.visits import HOME, QUIET, STATE, Visit
from tests.support.url_probe import choose_ui


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

    def test_never_has_the_modal_if_the_server_answers_400_with_a_message_id(
        self, visit: Visit, settings: SettingsApi, version: str, by: str
    ) -> None:
        settings.stored, settings.not_found = None, 400
        assert visit(version, by).evaluate(STATE)["status"] == 200
        assert len(settings.posted) == 1

    def test_with_settings_sends_one_more_request_and_creates_nothing(
        self, visit: Visit, settings: SettingsApi, version: str, by: str
    ) -> None:
        settings.stored = {"llm_model": "mine"}
        assert visit(version, by).evaluate(STATE) == {"modals": 0, "status": 200, **QUIET}
        assert settings.calls == [f"GET {VERSIONS[version][0]}"] * 2
        assert settings.stored == {"llm_model": "mine"}


def test_on_v0_the_defaults_leave_the_model_to_the_server_if_none_is_preferred(
    visit: Visit, settings: SettingsApi
) -> None:
    settings.stored = None
    visit("v0")
    assert settings.posted == [{"user_consents_to_analytics": False}]


class TestOnV1WhichListsEveryKnownModel:
    """The list does not tell for which models the server has a key."""

    def test_nothing_is_requested_or_hidden_if_the_table_names_no_model(
        self, visit: Visit, settings: SettingsApi
    ) -> None:
        settings.stored = None
        assert visit("v1", ui="react").evaluate(STATE)["shown"]
        assert settings.calls == ["GET /api/v1/settings"]

    def test_nothing_is_created_if_no_named_model_is_offered(
        self, visit: Visit, settings: SettingsApi
    ) -> None:
        settings.stored, settings.models = None, ["mistral/large", "other/anthropic/x"]
        assert visit("v1").evaluate(STATE)["shown"]
        assert settings.posted == []

    def test_a_named_model_is_found_beyond_the_first_page(
        self, visit: Visit, settings: SettingsApi
    ) -> None:
        settings.stored = None
        settings.models = [*(f"other/{number}" for number in range(2000)), "openai/gpt-5"]
        assert visit("v1").evaluate(STATE) == {"modals": 0, "status": 200, **QUIET}
        assert settings.posted[0]["agent_settings_diff"] == {"llm": {"model": "openai/gpt-5"}}


@pytest.mark.parametrize(
    ("version", "body"),
    [
        ("v0", {"llm_model": "anthropic/claude-x", "user_consents_to_analytics": False}),
        (
            "v1",
            {
                "agent_settings_diff": {"llm": {"model": "anthropic/claude-x"}},
                "user_consents_to_analytics": False,
            },
        ),
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

    def test_stores_nothing_by_itself(self, visit: Visit) -> None:
        assert visit().evaluate("localStorage.length") == 0


def test_onboarding_keeps_what_the_user_has_chosen(visit: Visit) -> None:
    page = visit(ui="react-operators")
    page.evaluate("localStorage['openhands-backends'] = '[]'")
    page.reload()
    assert page.evaluate("localStorage['openhands-backends']") == "[]"


@pytest.mark.parametrize(("ui", "meets_it"), [("real-unpatched", True), ("real-operators", False)])
def test_onboarding_of_the_real_ui_is_skipped(page: Page, ui: str, *, meets_it: bool) -> None:
    choose_ui(page.context, HOME, ui)
    page.goto(HOME)
    onboarding = page.get_by_test_id("onboarding-modal")
    if meets_it:
        expect(onboarding).to_be_visible(timeout=20_000)
    else:
        home = page.get_by_text("Let's Start Building!").first
        expect(home).to_be_visible(timeout=20_000)
        expect(onboarding).to_have_count(0)
