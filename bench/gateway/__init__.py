"""Measures the cost of the gateway against nginx with a bare ``proxy_pass``, in one run."""
