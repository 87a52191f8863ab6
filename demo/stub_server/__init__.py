"""Stands in for the OpenHands server, its reverse proxy, the sandboxes, and the rest of the web."""
