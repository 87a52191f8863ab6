"""Inserts the script into a document: bytes in, bytes out."""
