"""Checks a deployed site over HTTP."""
