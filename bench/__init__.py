"""What the patch costs: each workload in a real browser, with the patch and without, in one run."""
