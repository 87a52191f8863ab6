"""The content encodings of files that servers send in an index.html's place, by their suffix."""

from __future__ import annotations

from types import ModuleType

from frontend_patch.encodings import brotli, gzip, zstd

#: Each has ``decompress(data)`` and ``compress_like(old, content)``.
ENCODINGS: dict[str, ModuleType] = {".gz": gzip, ".br": brotli, ".zst": zstd}
