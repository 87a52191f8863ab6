"""The command ``serve``, which only a checkout has."""

from __future__ import annotations

from pathlib import Path

import click

from frontend_patch.cli.options import rules_path_options
from frontend_patch.cli.progress import show_progress
from frontend_patch.errors import FrontendPatchError


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8300,
    show_default=True,
    help="The port to listen on; 0 for any free port.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the explorer in the browser.")
@rules_path_options
def serve(port: int, open_browser: bool, rules_path: Path, preset: str | None) -> None:
    """Serve the rule explorer and the stub UI on loopback, and rebuild them on every change.

    Requires pip install -e '.[serve]'.
    """
    try:
        from explorer.server import run_explorer  # noqa: PLC0415 - needs the extra `serve`
    except ModuleNotFoundError as error:
        raise FrontendPatchError(
            f"the Python package {error.name} is not installed: run pip install -e '.[serve]'"
        ) from error
    run_explorer(rules_path, preset, port, show_progress, open_browser=open_browser)
