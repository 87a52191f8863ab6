"""Finds places in an HTML document without rewriting it."""
