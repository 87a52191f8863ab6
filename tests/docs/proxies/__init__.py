"""Runs the proxies of docs/how-to/proxy.md as they are, but for addresses and certificates."""
