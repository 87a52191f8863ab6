"""The command ``demo``, which only a checkout has."""

from __future__ import annotations

import os
from pathlib import Path

import click

from demo.extra import needs_extra
from demo.real.deployment.model import ModelError, own_model
from frontend_patch.cli.progress import show_progress


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where OpenHands and its UI are installed, about 1.4 GB.  "
    "[default: ~/.cache/openhands-frontend-patch]",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8443,
    show_default=True,
    help="The port to listen on.",
)
@click.option("--vscode", is_flag=True, help="Install VS Code into sandboxes, about 0.6 GB more.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def demo(folder: Path | None, port: int, vscode: bool, no_open: bool) -> None:
    """Run a whole OpenHands on this machine, with the patch, the gateway and two users.

    Isolates nothing: agents run on this machine, as your user. If there is a Chromium and a
    display, opens it with a profile of its own. Removes everything but the installed packages when
    you press Ctrl-C.

    The model is a script. To use a model of your own, set LLM_MODEL, LLM_API_KEY and, if needed,
    LLM_BASE_URL.

    Requires Linux, Python 3.12 or 3.13, npm, pip install -e '.[serve]', and Debian's packages
    nginx, libnginx-mod-http-lua, lua-cjson, openssl and bubblewrap.
    """
    with needs_extra("serve"):
        from demo.real.deployment.run import Options, run_demo  # noqa: PLC0415 - imported when it is needed
    try:
        model = own_model(os.environ)
    except ModelError as error:
        raise click.UsageError(str(error)) from error
    run_demo(Options(folder, port, model, vscode, not no_open), show_progress)
