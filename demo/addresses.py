"""The host name and the conversation ID in the tests."""

from __future__ import annotations

HOST = "openhands.example.com"

#: The conversation ID with dashes, as in the address bar, and without, as in rewritten URLs.
UUID = "3f0c8a52-7a1e-4b60-9c2d-0a1b2c3d4e5f"
C = UUID.replace("-", "")
