"""Makes a prebuilt OpenHands UI work behind a reverse proxy."""

__version__ = "0.1.0"
