"""Rows of the database have owners: what a user may read and write is decided in one place."""
