"""A stub OpenHands to try the patch on: the UI, its server and its sandbox apps."""
