"""Functions look as without the patch."""

from tests.browser.native.test_looks import test_looks_as_without_the_patch

__all__ = ["test_looks_as_without_the_patch"]
