"""Navigation by a script behaves as without the patch."""

from tests.browser.native.test_navigation import (
    test_the_promises_of_navigate_behave_as_without_the_patch,
)

__all__ = ["test_the_promises_of_navigate_behave_as_without_the_patch"]
