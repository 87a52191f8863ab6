"""Compressors with chosen settings, and content to compress."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli

from frontend_patch.paths import HOME, STUB_UI

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


Make = Callable[[bytes], bytes]


# Long enough for compression levels to differ.
PADDING = b"<!--%s-->" % (HOME / "src_js" / "rules.json").read_bytes()


OLD = (STUB_UI / "index.html").read_bytes() + PADDING


NEW = OLD.replace(b"<head>", b"<head><script>%s</script>" % Path(__file__).read_bytes())


FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16

Z = zstd.CompressionParameter


def make_gzip(level: int, *, flags: int = 0, fields: bytes = b"", mtime: int = 0) -> Make:
    """Compresses with gzip, with optional header fields."""

    def make(data: bytes) -> bytes:
        plain = gzip.compress(data, level, mtime=mtime)
        head = plain[:3] + bytes([flags]) + plain[4:10] + fields
        if flags & FHCRC:
            head += (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little")
        return head + plain[10:]

    return make


def make_brotli(quality: int, window: int, mode: int = brotli.MODE_GENERIC) -> Make:
    """Compresses with Brotli."""
    return lambda data: brotli.compress(data, mode=mode, quality=quality, lgwin=window)


def make_zstd(level: int, **options: int) -> Make:
    """Compresses with Zstandard; options are names of its parameters."""
    named = {Z.compression_level: level} | {
        getattr(Z, name): value for name, value in options.items()
    }
    return lambda data: zstd.compress(data, options=named)


_FTEXT, FHCRC, _FEXTRA, _FNAME, _FCOMMENT = 1, 2, 4, 8, 16
