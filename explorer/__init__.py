"""The rule explorer of ``python build.py serve``, with the stub UI, live on loopback."""
