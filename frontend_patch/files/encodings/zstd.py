"""Zstandard (RFC 8878): in Python from 3.14 on, before that by the extra ``zstd``."""

from __future__ import annotations

import importlib
from functools import partial
from itertools import product
from typing import Any

from frontend_patch.files.encodings.errors import EncodingError, decoding
from frontend_patch.files.encodings.probe import Compress, same_settings

_MAGIC = b"\x28\xb5\x2f\xfd"

# 19 is the highest whose window every browser takes (8 MB, RFC 9659); 3 is the default.
_LEVELS = (19, 3, *range(22, 19, -1), *range(18, 3, -1), 2, 1)


def decompress(data: bytes) -> bytes:
    """The content.

    Raises:
        EncodingError: it is not Zstandard, or needs a dictionary; or no library is there.
    """
    zstd = _library()
    with decoding("Zstandard", zstd.ZstdError):
        content: bytes = zstd.decompress(data)
    return content


def compress_like(old: bytes, content: bytes) -> bytes:
    """Content with what the frame header of ``old`` tells (RFC 8878, 3.1.1.1), and its level.

    Raises:
        EncodingError: as ``decompress``.
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
            # Asked for, or what the level makes of content of that length: it does not say.
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
        "Zstandard is in Python from 3.14 on; here, install backports.zstd "
        "(pip install 'openhands-frontend-patch[zstd]')"
    )
