"""The contract, row by row, for every via and through each form of its API."""

from tests.browser.test_contract import (
    test_a_link_has_the_rewritten_url_before_it_is_clicked,
    test_a_sandbox_url_becomes,
    test_any_other_url_leaves_as_without_the_patch,
)

__all__ = [
    "test_a_link_has_the_rewritten_url_before_it_is_clicked",
    "test_a_sandbox_url_becomes",
    "test_any_other_url_leaves_as_without_the_patch",
]
