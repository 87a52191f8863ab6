"""What the patch costs: workloads in a real browser, with and without the patch, in one run."""
