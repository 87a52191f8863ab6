"""Fields of a response are read as the table says."""

from tests.browser.responses.conftest import answers
from tests.browser.responses.test_fields import (
    test_arrives_as_it_came_where_there_is_nothing_to_change,
    test_differs_from_the_unpatched_pages_in_nothing_but_the_field,
    test_is_read_as_the_table_says,
    test_is_read_compressed_as_well,
    test_others_are_handed_over_untouched,
)

__all__ = [
    "answers",
    "test_arrives_as_it_came_where_there_is_nothing_to_change",
    "test_differs_from_the_unpatched_pages_in_nothing_but_the_field",
    "test_is_read_as_the_table_says",
    "test_is_read_compressed_as_well",
    "test_others_are_handed_over_untouched",
]
