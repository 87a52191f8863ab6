"""The commands of docs/how-to/vm.md install and update the patch, on a machine of their own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from frontend_patch.paths import HOME, STUB_UI
from tests.docs.docs_machine import copy_project
from tests.docs.test_vm_guide import INDEX, INSTALL, SERVICE, UPDATE

pytestmark = [pytest.mark.install, pytest.mark.slow]

_AGENT_CANVAS = "/opt/agent-canvas"

#: In place of npm for Agent Canvas, which gets the stub UI, and of what changes the machine.
_FAKES = {
    "npm": f"""
case "$*" in
  "--prefix {_AGENT_CANVAS} install" | "--prefix {_AGENT_CANVAS} update")
    [ -f {_AGENT_CANVAS}/package.json ]
    mkdir -p "$(dirname {_AGENT_CANVAS}/{INDEX})"
    cp {STUB_UI}/index.html {_AGENT_CANVAS}/{INDEX} ;;
  *) exec {shutil.which("npm")} "$@" ;;
esac
""",
    # Does what systemd does before it starts the service.
    "systemctl": """
[ "${!#}" = agent-canvas ]
before=$(sed -n 's/^ExecStartPre=+//p' /etc/systemd/system/agent-canvas.service)
[ -n "$before" ]
$before
""",
    "useradd": '[ "${!#}" = openhands ]',
    "journalctl": "",
}


def _run(folder: Path, script: str) -> str:
    """Runs a script in a copy of the project, where /opt and the units of systemd are its own."""
    own = {"opt": "/opt", "units": "/etc/systemd/system"}
    binds = [word for name, path in own.items() for word in ("--bind", str(folder / name), path)]
    fakes = f"PATH={folder / 'fakes'}:$PATH\n"
    ran = subprocess.run(
        ["bwrap", "--dev-bind", "/", "/", *binds, "bash", "-euc", fakes + script],
        cwd=folder / "project",
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout
    return ran.stdout


def test_the_commands_of_the_guide_work(tmp_path: Path) -> None:
    for name in ("opt", "units", "fakes"):
        (tmp_path / name).mkdir()
    for name, text in _FAKES.items():
        command = tmp_path / "fakes" / name
        command.write_text(f"#!/usr/bin/env bash\nset -euo pipefail\n{text}\n")
        command.chmod(0o755)
    copy_project(tmp_path / "project")
    index = tmp_path / "opt" / "agent-canvas" / INDEX
    original = (STUB_UI / "index.html").read_bytes()

    installed = _run(tmp_path, INSTALL)
    assert f"patched    {INDEX}" in installed
    patched = index.read_bytes()
    assert patched != original

    assert "unchanged" in _run(tmp_path, SERVICE)
    # The service patches what an update brings.
    index.write_bytes(original)
    _run(tmp_path, UPDATE)
    assert index.read_bytes() == patched
    assert (HOME / "vm" / "package.json").read_bytes() == (
        tmp_path / "opt" / "agent-canvas" / "package.json"
    ).read_bytes()
