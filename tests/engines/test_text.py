"""URLs in prose, at once and streamed."""

from tests.browser.text.test_prose import (
    test_a_links_text_goes_with_its_href,
    test_a_text_that_the_page_replaces_is_rewritten_again,
    test_a_tree_that_changes_while_it_is_walked_is_walked_to_its_end,
    test_a_url_ends_where_githubs_autolinks_end,
    test_a_url_over_several_nodes_is_taken_apart_when_one_goes,
    test_a_url_that_streams_in_is_right_at_every_moment,
    test_in_a_hidden_document_too,
    test_nothing_is_dropped_however_much_comes_at_once,
)
from tests.browser.text.test_untouched import (
    test_an_island_of_prose_in_an_editor_is_the_editors_too,
    test_links_and_frames_in_an_editor_stay,
    test_typed_text_and_text_meant_for_the_sandbox_stay,
)

__all__ = [
    "test_a_links_text_goes_with_its_href",
    "test_a_text_that_the_page_replaces_is_rewritten_again",
    "test_a_tree_that_changes_while_it_is_walked_is_walked_to_its_end",
    "test_a_url_ends_where_githubs_autolinks_end",
    "test_a_url_over_several_nodes_is_taken_apart_when_one_goes",
    "test_a_url_that_streams_in_is_right_at_every_moment",
    "test_an_island_of_prose_in_an_editor_is_the_editors_too",
    "test_in_a_hidden_document_too",
    "test_links_and_frames_in_an_editor_stay",
    "test_nothing_is_dropped_however_much_comes_at_once",
    "test_typed_text_and_text_meant_for_the_sandbox_stay",
]
