"""Simulates the OpenHands server, its reverse proxy, the sandboxes, and all other sites."""
