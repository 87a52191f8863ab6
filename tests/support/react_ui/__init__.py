"""A page hydrated by React, prerendered and bundled for the tests."""
