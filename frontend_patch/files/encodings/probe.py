"""Finds the settings that a compressed stream was made with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Compress = Callable[[bytes], bytes]


def same_settings(candidates: Sequence[Compress], content: bytes, stream: bytes) -> Compress:
    """The candidate that makes ``stream`` of ``content``, else the first one.

    Streams do not tell their level; where another library made them, no candidate may.
    """
    return next((one for one in candidates if one(content) == stream), candidates[0])
