"""Sockets behave as without the patch."""

from tests.browser.native.test_sockets import test_behaves_as_without_the_patch

__all__ = ["test_behaves_as_without_the_patch"]
