"""gzip (RFC 1952)."""

from __future__ import annotations

import gzip
import os
import zlib
from functools import partial
from itertools import product

from frontend_patch.errors import FrontendPatchError
from frontend_patch.files.encodings.errors import EncodingError, decoding
from frontend_patch.files.encodings.probe import Compress, same_settings

_FHCRC, _FEXTRA, _FNAME, _FCOMMENT = 2, 4, 8, 16
_FIXED = 10

# The levels that XFL indicates; otherwise zlib's default. memLevel: zlib's default, the highest.
_LEVELS = {2: 9, 4: 1}
_DEFAULT_LEVEL = 6
_MEMORY = (8, 9)


def decompress(data: bytes) -> bytes:
    """The decompressed data.

    Raises:
        EncodingError: the data is not gzip.
    """
    if not data:
        raise EncodingError("not gzip: the file is empty")
    with decoding("gzip", OSError, EOFError, zlib.error):
        return gzip.decompress(data)


def compress_like(old: bytes, content: bytes) -> bytes:
    """``content`` with level, name, comment and time of ``old``.

    The time is at most ``SOURCE_DATE_EPOCH``. Extra fields are dropped, because they may describe
    the old stream, as in BGZF and dictzip.

    Raises:
        EncodingError: ``old`` is not gzip.
        FrontendPatchError: ``SOURCE_DATE_EPOCH`` is not a number.
    """
    was = decompress(old)
    fields_start, fields_end, start = _offsets(old)
    compress = same_settings(_candidates(old[8]), was, old[start:-8])
    flags = old[3] & ~_FEXTRA
    mtime = min(int.from_bytes(old[4:8], "little"), _latest_time())
    head = old[:3] + bytes([flags]) + mtime.to_bytes(4, "little") + old[8:_FIXED]
    head += old[fields_start:fields_end]
    if flags & _FHCRC:
        head += (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little")
    tail = zlib.crc32(content).to_bytes(4, "little")
    return head + compress(content) + tail + (len(content) & 0xFFFFFFFF).to_bytes(4, "little")


def _offsets(data: bytes) -> tuple[int, int, int]:
    """The start and end of name and comment, and the start of the stream."""
    flags, start = data[3], _FIXED
    if flags & _FEXTRA:
        start += 2 + int.from_bytes(data[start : start + 2], "little")
    end = start
    for field in (_FNAME, _FCOMMENT):
        if flags & field:
            end = data.index(0, end) + 1
    return start, end, end + (2 if flags & _FHCRC else 0)


def _candidates(xfl: int) -> list[Compress]:
    likely = _LEVELS.get(xfl, _DEFAULT_LEVEL)
    levels = sorted(range(1, 10), key=lambda level: (level != likely, -level))
    return [partial(_deflate, level, memory) for level, memory in product(levels, _MEMORY)]


def _deflate(level: int, memory: int, content: bytes) -> bytes:
    compressor = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, memory)
    return compressor.compress(content) + compressor.flush()


def _latest_time() -> int:
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if text and not text.isdecimal():
        raise FrontendPatchError(f"SOURCE_DATE_EPOCH={text} is not a number of seconds")
    return int(text) if text else 0xFFFFFFFF
