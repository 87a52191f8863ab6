"""The command line, as ``--help`` has it."""

from __future__ import annotations

import re

import click

from docs_build.blocks import table
from frontend_patch.cli.commands import main

_PROGRAM = "frontend-patch"


def commands() -> str:
    """A section for each command: how it is called, what it does, its options."""
    context = click.Context(main, info_name=_PROGRAM)
    return "\n\n".join(
        _section(command, click.Context(command, context, name))
        for name, command in main.commands.items()
    )


def _section(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    records = [param.get_help_record(context) for param in command.get_params(context)]
    rows = [[f"`{names}`", _one_line(text)] for names, text in filter(None, records)]
    return "\n\n".join(
        [
            f"## {context.info_name}",
            f"`{usage}`",
            *(_one_line(part) for part in (command.help or "").split("\n\n")),
            table(["option", "description"], rows),
        ]
    )


def _one_line(text: str) -> str:
    # A default in brackets is no link; an extra of pip keeps its brackets.
    return re.sub(r"(?<!\.)\[(.*?)\]", r"(\1)", " ".join(text.replace("\b", "").split()))
