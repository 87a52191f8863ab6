"""What must be there before anything is downloaded."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from demo.real.deployment.certificate import find_openssl
from demo.real.nginx import find_nginx
from demo.real.process_engine.isolation import NoIsolation, choose
from demo.real.python import find_python
from frontend_patch.bundle.node import find_npm
from frontend_patch.errors import FrontendPatchError

_WORKSPACE = Path("/workspace")


def check_requirements(port: int, *, vscode: bool) -> str:
    """Checks that the demo can run here.

    Args:
        port: of 127.0.0.1, where the edge is going to listen.
        vscode: whether sandboxes have VS Code.

    Returns:
        What separates sandboxes from this machine, and what does not.

    Raises:
        FrontendPatchError: something is missing; the message says how to install it.
    """
    if sys.platform != "linux":
        raise FrontendPatchError("the demo needs Linux")
    find_nginx()
    find_openssl()
    find_npm()
    find_python()
    isolation = choose("auto", ())
    if isinstance(isolation, NoIsolation) and not _can_use_workspace():
        raise FrontendPatchError(
            "bubblewrap is not installed, or does not work here: install Debian's package "
            f"bubblewrap, or create a folder {_WORKSPACE} that you can write to"
        )
    if isinstance(isolation, NoIsolation) and vscode:
        raise FrontendPatchError(
            "--vscode needs bubblewrap, which is not installed or does not work here: install "
            "Debian's package bubblewrap"
        )
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        problem = f"cannot listen on port {port}: {reason}; choose another with --port"
        raise FrontendPatchError(problem) from error
    return isolation.notice


def _can_use_workspace() -> bool:
    return os.access(_WORKSPACE if _WORKSPACE.exists() else _WORKSPACE.parent, os.W_OK | os.X_OK)
