"""Renders the parts of the documentation that repeat code or the rule table."""
