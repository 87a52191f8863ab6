"""Each example of the rule table, by each of its vias."""

from tests.browser.test_examples import (
    pages_without_earlier_urls,
    test_leaves_as_what_the_table_says,
    test_leaves_as_without_the_patch,
)

__all__ = [
    "pages_without_earlier_urls",
    "test_leaves_as_what_the_table_says",
    "test_leaves_as_without_the_patch",
]
