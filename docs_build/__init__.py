"""Renders the parts of the documentation that say what code and table say."""
