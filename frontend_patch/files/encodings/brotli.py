"""Brotli (RFC 7932)."""

from __future__ import annotations

from functools import partial
from itertools import product

import brotli

from frontend_patch.files.encodings.errors import decoding
from frontend_patch.files.encodings.probe import Compress, same_settings


def decompress(data: bytes) -> bytes:
    """The decompressed data.

    Raises:
        EncodingError: the data is not Brotli.
    """
    with decoding("Brotli", brotli.error):
        content: bytes = brotli.decompress(data)
    return content


def compress_like(old: bytes, content: bytes) -> bytes:
    """``content`` with window, quality and mode of ``old``; highest quality if unknown.

    Raises:
        EncodingError: ``old`` is not Brotli.
    """
    was = decompress(old)
    return same_settings(_candidates(_window(old[0])), was, old)(content)


def _candidates(window: int) -> list[Compress]:
    return [
        partial(brotli.compress, mode=mode, quality=quality, lgwin=window)
        for quality, mode in product(range(11, -1, -1), (brotli.MODE_GENERIC, brotli.MODE_TEXT))
    ]


def _window(first: int) -> int:
    """WBITS of the stream header (section 9.1): the binary logarithm of the window size."""
    if not first & 1:
        return 16
    if high := first >> 1 & 7:
        return 17 + high
    low = first >> 4 & 7
    return 8 + low if low else 17
