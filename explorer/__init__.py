"""``python build.py serve``: the rule explorer and the stub UI, live, on loopback."""
