"""Fields of a response are read as the table says."""

from tests.browser.responses.conftest import answers
from tests.browser.responses.test_fields import (
    test_a_response_without_sandbox_urls_arrives_unchanged,
    test_differs_from_the_unpatched_pages_in_nothing_but_the_field,
    test_is_read_as_the_table_says,
    test_is_read_compressed_as_well,
    test_others_are_handed_over_untouched,
)

__all__ = [
    "answers",
    "test_a_response_without_sandbox_urls_arrives_unchanged",
    "test_differs_from_the_unpatched_pages_in_nothing_but_the_field",
    "test_is_read_as_the_table_says",
    "test_is_read_compressed_as_well",
    "test_others_are_handed_over_untouched",
]
