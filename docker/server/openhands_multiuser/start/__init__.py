"""Start-up: apply the patches, verify them, report, and become the server."""
