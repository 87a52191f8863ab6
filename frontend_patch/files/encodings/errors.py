"""What can be wrong with a compressed file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class EncodingError(Exception):
    """A file is not in the encoding that its name says, or the encoding is not at hand."""


@contextmanager
def decoding(name: str, *errors: type[Exception]) -> Iterator[None]:
    """Makes a library's errors one that says what the file is not."""
    try:
        yield
    except errors as error:
        raise EncodingError(f"not {name}: {error}") from error
