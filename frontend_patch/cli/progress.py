"""Tells a person that a slow step has started."""

from __future__ import annotations

import click


def show_progress(message: str) -> None:
    """Prints a line to standard error."""
    click.echo(message, err=True)
