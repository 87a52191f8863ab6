"""Validates and compiles the rule table."""
