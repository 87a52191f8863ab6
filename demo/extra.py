"""Packages that only the commands of a checkout need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from frontend_patch.errors import FrontendPatchError


@contextmanager
def needs_extra(extra: str) -> Iterator[None]:
    """Around imports from the packages of an extra.

    Raises:
        FrontendPatchError: a package is not installed; the message says how to install the extra.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise FrontendPatchError(
            f"the Python package {error.name} is not installed: run pip install -e '.[{extra}]'"
        ) from error
