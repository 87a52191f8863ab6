"""Installs the server of VS Code, as sandboxes expect it.

OpenHands' images contain OpenVSCode Server, which no package registry has. The npm package
code-server contains the same server of VS Code, which needs Node.js 24.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from demo.real.install import Progress, cache_folder
from demo.real.tools import NPM_INSTALL, install_tools, installing, run

_VERSION = "4.139.1"
# Where the agent server looks for it.
_MOUNTED_AT = "/openhands/.openvscode-server"
# The agent server lets it listen on 0.0.0.0, but all sandboxes share the ports of this machine.
_START = f"""#!/bin/sh
exec {_MOUNTED_AT}/node {_MOUNTED_AT}/out/server-main.js "$@" --host "$SANDBOX_ADDRESS"
"""


def vscode_volume(cache: Path | None = None, progress: Progress = lambda _: None) -> str:
    """Installs it, unless that is done already.

    Args:
        cache: where it is installed, by default `cache_folder`.
        progress: receives a line for each step.

    Returns:
        The volume for ``SANDBOX_VOLUMES`` of OpenHands.

    Raises:
        InstallError: if its packages cannot be installed.
    """
    folder = (cache or cache_folder()) / f"vscode-{_VERSION}"
    server = folder / "node_modules" / "code-server" / "lib" / "vscode"
    with installing(folder) as is_missing:
        if is_missing:
            progress("Installing VS Code, about 600 MB")
            node = install_tools(folder / "tools") / "node"
            project = {"private": True, "dependencies": {"code-server": _VERSION}}
            (folder / "package.json").write_text(json.dumps(project))
            run(NPM_INSTALL, folder)
            run([*NPM_INSTALL, "--omit=dev", "--legacy-peer-deps"], server)
            shutil.copy(node, server / "node")
            program = server / "bin" / "openvscode-server"
            program.write_text(_START)
            program.chmod(0o755)
    return f"{server}:{_MOUNTED_AT}:ro"
