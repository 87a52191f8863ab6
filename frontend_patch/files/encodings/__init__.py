"""The content encodings of compressed siblings, by suffix."""

from __future__ import annotations

from typing import Protocol

from frontend_patch.files.encodings import brotli, gzip, zstd


class Encoding(Protocol):
    """The functions of each encoding's module."""

    def decompress(self, data: bytes) -> bytes:
        """The decompressed data."""

    def compress_like(self, old: bytes, content: bytes) -> bytes:
        """``content``, compressed with the settings of ``old``."""


ENCODINGS: dict[str, Encoding] = {".gz": gzip, ".br": brotli, ".zst": zstd}
