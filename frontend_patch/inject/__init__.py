"""Inserts the script into a document, as bytes."""
