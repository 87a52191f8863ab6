"""A settings modal that opens although the user has settings is hidden."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from demo.stub_server.settings import (
    SettingsApi,
    failing,
)
from tests.browser.settings.visits import MODAL, NEXT_FRAME, QUIET, STATE, Visit

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


class TestAModalThatOpensAlthoughThereAreSettings:
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
        page.evaluate(NEXT_FRAME)
        assert page.evaluate(STATE) == {"modals": 1, "status": 200, **QUIET}

    def test_restores_the_state_from_before_it_opened(self, visit: Visit) -> None:
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

    def test_does_not_undo_later_changes_of_the_page(self, visit: Visit) -> None:
        page = visit()
        page.evaluate(f"() => {{ {ADD_MODAL} addModal(); document.body.inert = true; }}")
        page.evaluate("new Promise((done) => setTimeout(done, 300))")
        page.evaluate("document.body.inert = true")
        assert page.evaluate("document.body.inert")

    def test_is_undone_once_in_a_page_that_requests_both_versions(self, visit: Visit) -> None:
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

    def test_is_left_alone_if_it_was_open_before_the_settings_were_requested(
        self, idle: Page
    ) -> None:
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

    def test_is_shown_if_the_settings_request_fails(
        self, visit: Visit, settings: SettingsApi
    ) -> None:
        settings.faults["GET /api/settings"] = failing(403)
        assert visit(more="&always").evaluate(STATE)["shown"]


class TestAModalThatAPersonOpens:
    def test_opens_by_hand(self, visit: Visit) -> None:
        page = visit(more="&always")
        page.get_by_test_id("settings-button").click()
        expect(page.locator(MODAL)).to_be_visible()
        page.get_by_role("button", name="Close").click()
        expect(page.locator(MODAL)).to_have_count(0)

    def test_stays_hidden_whatever_else_is_clicked(self, visit: Visit) -> None:
        page = visit(more="&always")
        expect(page.locator(MODAL)).to_have_count(1)
        page.locator("b").click()
        assert page.evaluate(STATE)["shown"] is False

    def test_is_shown_if_the_user_opens_the_settings(self, visit: Visit) -> None:
        page = visit()
        page.get_by_test_id("settings-button").click()
        expect(page.locator(MODAL)).to_be_visible()
        state = page.evaluate(STATE)
        assert (state["scroll"], state["focus"]) == ("hidden", "input")
        assert state["inert"] > 0

    def test_is_shown_after_a_click_that_may_have_opened_it(self, visit: Visit) -> None:
        page = visit()
        page.locator("b").click()
        assert page.evaluate(f"() => {{ {ADD_MODAL} return addModal().checkVisibility(); }}")
