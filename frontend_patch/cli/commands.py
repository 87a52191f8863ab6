"""The command line: its commands and exit statuses."""

from __future__ import annotations

from typing import Any

import click

from frontend_patch import __version__
from frontend_patch.cli.build import build, revert
from frontend_patch.cli.check import check
from frontend_patch.cli.explain import explain_command
from frontend_patch.cli.inject import inject_command
from frontend_patch.errors import FrontendPatchError, PresetError


class _BuildByDefault(click.Group):
    """A group that runs ``build`` if no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "--version")):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PresetError as error:
            raise click.BadParameter(str(error), ctx, param_hint="--preset") from error
        except FrontendPatchError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_BuildByDefault)
@click.version_option(__version__)
def main() -> None:
    """Make a prebuilt OpenHands UI work behind a reverse proxy.

    Bundles a small script with the rule table, and inserts it into the UI's index.html. If you
    name no command, `build` runs.

    \b
    Examples:
      python build.py                                   try it on the stub UI
      python build.py --index /app/frontend/build/index.html
      python build.py inject --bundle dist/frontend-patch.bundle.json --index …/index.html
      python build.py check --index /app/frontend/build/index.html
      python build.py check --url https://openhands.example.com/
      python build.py revert --index /app/frontend/build/index.html
      python build.py explain http://localhost:5000/    which rule applies, and why

    Exit status: 0 success, 1 a check or build failed, 2 usage error, 3 the URL of `check --url`
    cannot be reached.
    """  # noqa: D301 - click needs the control character


for _command in (build, inject_command, check, revert, explain_command):
    main.add_command(_command)
