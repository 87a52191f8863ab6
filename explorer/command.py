"""The command ``serve``, which only a checkout has."""

from __future__ import annotations

from pathlib import Path

import click

from demo.extra import needs_extra
from frontend_patch.cli.options import rules_path_options
from frontend_patch.cli.progress import show_progress


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
    with needs_extra("serve"):
        from explorer.server import run_explorer  # noqa: PLC0415 - imported when it is needed
    run_explorer(rules_path, preset, port, show_progress, open_browser=open_browser)
