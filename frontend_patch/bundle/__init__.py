"""Bundles the page script with esbuild."""
