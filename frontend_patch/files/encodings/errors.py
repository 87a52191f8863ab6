"""Errors of compressed files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class EncodingError(Exception):
    """A file is not in the encoding of its suffix, or the encoding is not installed."""


@contextmanager
def decoding(name: str, *errors: type[Exception]) -> Iterator[None]:
    """Turns a library's errors into an EncodingError that names the encoding."""
    try:
        yield
    except errors as error:
        raise EncodingError(f"not {name}: {error}") from error
