"""Finds the settings that a compressed stream was made with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

Compress = Callable[[bytes], bytes]


class EncodingError(Exception):
    """A file is not in the encoding that its name says, or the encoding is not at hand."""


def same_settings(candidates: Iterable[Compress], content: bytes, stream: bytes) -> Compress:
    """The candidate that makes ``stream`` of ``content``, else the first one.

    Streams do not tell their level; where another library made them, no candidate may.
    """
    remaining = iter(candidates)
    first = next(remaining)
    found = (one for one in chain([first], remaining) if one(content) == stream)
    return next(found, first)
