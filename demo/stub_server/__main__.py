"""``python -m demo.stub_server FOLDER`` serves a UI, and prints how to open it."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

import click

from demo.addresses import HOST
from demo.stub_server.app import Stub
from demo.stub_server.serve import serving


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folder: Path) -> None:
    """Serve the UI in FOLDER with a stub of its server, until Ctrl-C."""
    profile = Path(tempfile.gettempdir()) / "stub-ui-profile"
    with serving(Stub({"ui": folder})) as ports:
        click.echo("Serving. Open it in a Chromium that finds every host name here:\n")
        click.echo(
            f"  chromium --user-data-dir={profile} --ignore-certificate-errors "
            f'--host-resolver-rules="{ports.resolver_rules()}" https://{HOST}/'
        )
        threading.Event().wait()


if __name__ == "__main__":
    main()
