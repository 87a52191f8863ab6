"""The real OpenHands UI, as published: tests only ever patch a copy of it."""
