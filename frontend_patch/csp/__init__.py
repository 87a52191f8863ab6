"""Content-Security-Policy: parsing, matching and extending."""
