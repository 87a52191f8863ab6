"""A script navigates to a URL that was rewritten before."""

from tests.browser.test_location import test_location_is_set_to_the_rewritten_url

__all__ = ["test_location_is_set_to_the_rewritten_url"]
