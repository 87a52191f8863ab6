"""Default settings, and no settings modal."""

from tests.browser.settings.conftest import settings
from tests.browser.settings.test_failures import (
    test_if_something_fails_the_page_is_as_without_the_patch,
    test_nothing_is_created_if_no_model_is_offered,
)
from tests.browser.settings.test_first_visit import (
    TestAFirstVisit,
    TestOnboarding,
    TestOnV1WhichListsEveryKnownModel,
    test_on_v0_the_defaults_leave_the_model_to_the_server_if_none_is_preferred,
    test_the_first_preferred_model_that_is_offered_is_chosen,
)
from tests.browser.settings.test_modal import TestAModalThatOpensAlthoughThereAreSettings
from tests.browser.settings.test_requests import (
    TestAConversationThatWouldFailWithoutSettings,
    test_later_requests_of_a_page_are_not_delayed,
    test_nothing_is_asked_of_an_agent_server,
    test_requests_that_wait_at_once_share_one_creation,
)

__all__ = [
    "TestAConversationThatWouldFailWithoutSettings",
    "TestAFirstVisit",
    "TestAModalThatOpensAlthoughThereAreSettings",
    "TestOnV1WhichListsEveryKnownModel",
    "TestOnboarding",
    "settings",
    "test_if_something_fails_the_page_is_as_without_the_patch",
    "test_later_requests_of_a_page_are_not_delayed",
    "test_nothing_is_asked_of_an_agent_server",
    "test_nothing_is_created_if_no_model_is_offered",
    "test_on_v0_the_defaults_leave_the_model_to_the_server_if_none_is_preferred",
    "test_requests_that_wait_at_once_share_one_creation",
    "test_the_first_preferred_model_that_is_offered_is_chosen",
]
