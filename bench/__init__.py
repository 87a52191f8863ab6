"""Measures the cost of the patch: workloads in a browser, with and without it, in one run."""
