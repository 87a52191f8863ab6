"""A response body changes in its URLs only."""

from tests.browser.responses.test_text import (
    answers,
    test_a_response_whose_text_names_a_blob_is_changed,
    test_a_string_that_looks_like_an_index_stays,
    test_is_what_the_browser_reads_of_the_spliced_text,
)

__all__ = [
    "answers",
    "test_a_response_whose_text_names_a_blob_is_changed",
    "test_a_string_that_looks_like_an_index_stays",
    "test_is_what_the_browser_reads_of_the_spliced_text",
]
