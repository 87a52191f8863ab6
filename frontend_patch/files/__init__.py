"""Reads and writes files: discovery, locks, transactions and compressed siblings."""
