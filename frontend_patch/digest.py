"""The short content hash used in file names and version strings."""

from __future__ import annotations

import hashlib


def short_digest(data: bytes) -> str:
    """The first 12 hex digits of the SHA-256 of ``data``."""
    return hashlib.sha256(data).hexdigest()[:12]
