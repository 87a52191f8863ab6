"""Runs the command line in this process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from frontend_patch.cli.commands import main

#: A small document that the script can be inserted into.
DOCUMENT = b'<!doctype html><html><head><meta charset="utf-8"><title>x</title></head></html>'


def run(*arguments: object) -> Result:
    """Runs a command with its arguments."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])
