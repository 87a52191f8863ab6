"""Sandboxes have owners: labels on containers, and look-ups that see the user's own alone."""
