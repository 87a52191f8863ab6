"""Keeps the users of an OpenHands server apart, without editing its source."""
