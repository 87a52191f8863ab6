"""Runs the demo until Ctrl-C, and tells the person what to do."""

from __future__ import annotations

import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from demo.real.deployment.deployment import Deployment
from demo.real.deployment.model import Model
from demo.real.deployment.requirements import check_requirements
from demo.real.deployment.script import PROMPT
from demo.real.install import cache_folder
from frontend_patch.progress import Progress

_CHECK_SECONDS = 1


@dataclass(frozen=True)
class Options:
    """What a person chooses.

    Attributes:
        folder: for installations, by default below the user's cache.
        port: of 127.0.0.1.
        model: a scripted one if there is none.
        vscode: whether sandboxes have VS Code.
        open_browser: whether to open one, if possible.
    """

    folder: Path | None
    port: int
    model: Model | None
    vscode: bool
    open_browser: bool


def run_demo(options: Options, say: Progress) -> None:
    """Runs it until Ctrl-C or SIGTERM, and removes what it has stored.

    Args:
        options: see `Options`.
        say: prints a line.

    Raises:
        FrontendPatchError: something is missing, or a part does not start, or ends.
    """
    notice = check_requirements(options.port, vscode=options.vscode)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    say(f"Warning: this demo does not isolate agents from your machine. {notice}")
    cache = (options.folder or cache_folder()).absolute()
    cache.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=cache, prefix="run-", ignore_cleanup_errors=True) as run,
        Deployment(
            cache, Path(run), options.port, options.model, say, options.vscode
        ) as deployment,
    ):
        is_open = options.open_browser and deployment.open_browser()
        say(_instructions(deployment, is_scripted=options.model is None, is_open=is_open))
        try:
            while True:
                deployment.check()
                time.sleep(_CHECK_SECONDS)
        except KeyboardInterrupt:
            say("\nStopping")
    say(f"Stopped. The installed packages are still in {cache}")


def _instructions(deployment: Deployment, *, is_scripted: bool, is_open: bool) -> str:
    edge = deployment.edge
    lines = ["", f"OpenHands runs at {edge.origin}/", f"  Choose a user at {edge.users_url}"]
    if is_scripted:
        lines.append(f'  The model is a script. Ask it: "{PROMPT}"')
    else:
        lines.append(f"  The model is {deployment.model_name}")
    if not is_open:
        lines += [
            "  Your browser warns of the self-signed certificate: continue.",
            f"  From another machine: ssh -L {edge.port}:127.0.0.1:{edge.port} HOST",
        ]
    return "\n".join([*lines, "Press Ctrl-C to stop."])
