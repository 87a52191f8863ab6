"""The host and the conversation that the tests speak of."""

from __future__ import annotations

HOST = "openhands.example.com"

#: The conversation as the address bar has it, and as the rules write it.
UUID = "3f0c8a52-7a1e-4b60-9c2d-0a1b2c3d4e5f"
C = UUID.replace("-", "")
