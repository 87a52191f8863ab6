"""The content encodings of files that servers send in an index.html's place, by their suffix."""

from __future__ import annotations

from typing import Protocol

from frontend_patch.files.encodings import brotli, gzip, zstd


class Encoding(Protocol):
    """What the module of each has."""

    def decompress(self, data: bytes) -> bytes:
        """The content."""

    def compress_like(self, old: bytes, content: bytes) -> bytes:
        """Content, compressed with the settings that ``old`` was."""


ENCODINGS: dict[str, Encoding] = {".gz": gzip, ".br": brotli, ".zst": zstd}
