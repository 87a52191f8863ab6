"""Runs the proxies of docs/how-to/proxy.md unchanged, except for addresses and certificates."""
