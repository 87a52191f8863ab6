"""The reference of the command line, from ``--help``."""

from __future__ import annotations

import re

import click

from demo.real.deployment.command import demo
from docs_build.blocks import table
from explorer.command import serve
from frontend_patch.cli.commands import main

_PROGRAM = "frontend-patch"
# The wheel contains neither the explorer nor the demo.
_CHECKOUT_PROGRAM = "python build.py"


def commands() -> str:
    """A section for each command: usage, description, options."""
    programs = [(_PROGRAM, main.commands), (_CHECKOUT_PROGRAM, {"serve": serve, "demo": demo})]
    return "\n\n".join(
        _section(command, click.Context(command, click.Context(main, info_name=program), name))
        for program, named in programs
        for name, command in named.items()
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
    # Brackets around a default would be a Markdown link; those of a pip extra stay.
    return re.sub(r"(?<!\.)\[(.*?)\]", r"(\1)", " ".join(text.replace("\b", "").split()))
