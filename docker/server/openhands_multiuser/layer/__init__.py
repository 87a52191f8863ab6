"""The outermost layer: no request reaches OpenHands without a user, or a sandbox's credentials."""
