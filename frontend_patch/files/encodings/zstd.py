"""Zstandard (RFC 8878): part of Python since 3.14, otherwise the extra ``zstd``."""

from __future__ import annotations

import importlib
from functools import partial
from itertools import product
from typing import Any

from frontend_patch.files.encodings.errors import EncodingError, decoding
from frontend_patch.files.encodings.probe import Compress, same_settings

_MAGIC = b"\x28\xb5\x2f\xfd"

# 19 is the highest level whose window all browsers accept (8 MB, RFC 9659); 3 is the default.
_LEVELS = (19, 3, *range(22, 19, -1), *range(18, 3, -1), 2, 1)


def decompress(data: bytes) -> bytes:
    """The decompressed data.

    Raises:
        EncodingError: the data is not Zstandard, or needs a dictionary; or no library is installed.
    """
    zstd = _library()
    with decoding("Zstandard", zstd.ZstdError):
        content: bytes = zstd.decompress(data)
    return content


def compress_like(old: bytes, content: bytes) -> bytes:
    """``content`` with the frame header's settings (RFC 8878, 3.1.1.1) and the level of ``old``.

    Raises:
        EncodingError: for the same reasons as ``decompress``.
    """
    was = decompress(old)
    return same_settings(_candidates(old), was, old)(content)


def _candidates(old: bytes) -> list[Compress]:
    zstd = _library()
    parameter = zstd.CompressionParameter
    options: dict[Any, int] = {}
    windows: list[dict[Any, int]] = [{}]
    if old.startswith(_MAGIC):
        descriptor = old[4]
        is_single_segment = bool(descriptor & 0x20)
        options[parameter.checksum_flag] = descriptor >> 2 & 1
        options[parameter.content_size_flag] = int(is_single_segment or descriptor >> 6 > 0)
        if not is_single_segment:
            # The header does not tell whether the window was requested or follows from the level.
            windows.append({parameter.window_log: 10 + (old[5] >> 3)})
    return [
        partial(zstd.compress, options={parameter.compression_level: level, **options, **window})
        for level, window in product(_LEVELS, windows)
    ]


def _library() -> Any:
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            continue
    raise EncodingError(
        "this Python has no Zstandard; install it with "
        "pip install 'openhands-frontend-patch[zstd]', or use Python 3.14 or newer"
    )
