"""Installs the server of VS Code, as sandboxes expect it.

OpenHands' images contain OpenVSCode Server, which no package registry has. The npm package
code-server contains the same server of VS Code, which needs Node.js 24.
"""

from __future__ import annotations

import fcntl
import json
import shutil
from pathlib import Path

from demo.real.install import Progress, cache_folder
from demo.real.tools import install_tools, run

#: Where the agent server looks for it.
MOUNTED_AT = "/openhands/.openvscode-server"

_VERSION = "4.139.1"
_NPM_INSTALL = ("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund")
# The agent server lets it listen on 0.0.0.0, but all sandboxes share the ports of this machine.
_START = f"""#!/bin/sh
exec {MOUNTED_AT}/node {MOUNTED_AT}/out/server-main.js "$@" --host "$SANDBOX_ADDRESS"
"""


def install_vscode(cache: Path | None = None, progress: Progress = lambda _: None) -> Path:
    """Installs it, or returns the installation that is complete already.

    Args:
        cache: where it is installed, by default `cache_folder`.
        progress: receives a line for each step.

    Returns:
        The folder to mount at `MOUNTED_AT`.

    Raises:
        InstallError: if its packages cannot be installed.
    """
    folder = (cache or cache_folder()) / f"vscode-{_VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    server = folder / "node_modules" / "code-server" / "lib" / "vscode"
    # Written last, so that its presence says that the installation is complete.
    complete = folder / "complete"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            progress("Installing VS Code, about 600 MB")
            node = install_tools(folder / "tools") / "node"
            project = {"private": True, "dependencies": {"code-server": _VERSION}}
            (folder / "package.json").write_text(json.dumps(project))
            run(_NPM_INSTALL, folder)
            run([*_NPM_INSTALL, "--omit=dev", "--legacy-peer-deps"], server)
            shutil.copy(node, server / "node")
            program = server / "bin" / "openvscode-server"
            program.write_text(_START)
            program.chmod(0o755)
            complete.touch()
    return server
