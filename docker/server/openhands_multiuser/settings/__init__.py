"""Settings and secrets: a file of their own for each user, and the operator's model by default."""
