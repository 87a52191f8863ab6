"""URLs in prose, at once and streamed."""

from tests.browser.text.test_frames import (
    test_a_frame_is_requested_only_where_a_url_is_possible,
    test_new_elements_are_rewritten_before_the_pages_next_task,
)
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
from tests.browser.text.test_writes import (
    test_a_field_named_like_a_function_hides_nothing,
    test_a_long_text_in_another_conversation_shows_that_conversations_urls,
    test_a_long_text_is_right_at_every_moment,
    test_a_long_text_may_change_at_its_beginning,
    test_a_url_is_shown_however_it_is_written,
)

__all__ = [
    "test_a_field_named_like_a_function_hides_nothing",
    "test_a_frame_is_requested_only_where_a_url_is_possible",
    "test_a_links_text_goes_with_its_href",
    "test_a_long_text_in_another_conversation_shows_that_conversations_urls",
    "test_a_long_text_is_right_at_every_moment",
    "test_a_long_text_may_change_at_its_beginning",
    "test_a_text_that_the_page_replaces_is_rewritten_again",
    "test_a_tree_that_changes_while_it_is_walked_is_walked_to_its_end",
    "test_a_url_ends_where_githubs_autolinks_end",
    "test_a_url_is_shown_however_it_is_written",
    "test_a_url_over_several_nodes_is_taken_apart_when_one_goes",
    "test_a_url_that_streams_in_is_right_at_every_moment",
    "test_an_island_of_prose_in_an_editor_is_the_editors_too",
    "test_in_a_hidden_document_too",
    "test_links_and_frames_in_an_editor_stay",
    "test_new_elements_are_rewritten_before_the_pages_next_task",
    "test_nothing_is_dropped_however_much_comes_at_once",
    "test_typed_text_and_text_meant_for_the_sandbox_stay",
]
