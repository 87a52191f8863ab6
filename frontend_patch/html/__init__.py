"""Finds positions in an HTML document without rewriting it."""
