"""Finds the settings with which a stream was compressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Compress = Callable[[bytes], bytes]


def same_settings(candidates: Sequence[Compress], content: bytes, stream: bytes) -> Compress:
    """The candidate that compresses ``content`` to ``stream``, otherwise the first candidate.

    Streams do not record their level. If another library made one, no candidate may match.
    """
    matching = (compress for compress in candidates if compress(content) == stream)
    return next(matching, candidates[0])
