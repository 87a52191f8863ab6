"""The commands of docs/how-to/vm.md, on a machine whose folders are copies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from demo.addresses import HOST
from frontend_patch.paths import HOME, STUB_UI
from tests.docs.docs_machine import copy_project
from tests.docs.proxies.caddy import CADDY as CADDY_PROGRAM
from tests.docs.proxies.certificate import certificate
from tests.docs.test_vm_guide import CADDY, INDEX, INSTALL, NGINX, SERVICE, UPDATE
from tests.docs.vm.machine import Machine

_AGENT_CANVAS = "/opt/agent-canvas"

_FAKES_TO_INSTALL = {
    # For Agent Canvas itself, which gets the stub UI.
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

_VALIDATE = f"{CADDY_PROGRAM} validate --adapter caddyfile --config /etc/caddy/Caddyfile"
_FAKES_TO_CONFIGURE = {
    "systemctl": f'[ "$*" = "reload nginx" ] || {{ [ "$*" = "reload caddy" ] && {_VALIDATE}; }}',
    "caddy": f'[ "$*" = hash-password ] && {CADDY_PROGRAM} hash-password --plaintext x',
    "htpasswd": '[ "$1 $3" = "-c me" ] && echo me:x >"$2"',
}


@pytest.mark.install
@pytest.mark.slow
def test_the_patch_is_installed_and_survives_an_update(tmp_path: Path) -> None:
    own = {"opt": "/opt", "units": "/etc/systemd/system"}
    for name in own:
        (tmp_path / name).mkdir()
    copy_project(tmp_path / "project")
    machine = Machine(tmp_path, tmp_path / "project", own, {})
    machine.fake(_FAKES_TO_INSTALL)
    index = tmp_path / "opt" / "agent-canvas" / INDEX
    original = (STUB_UI / "index.html").read_bytes()

    assert f"patched    {INDEX}" in machine.run(INSTALL)
    patched = index.read_bytes()
    assert patched != original
    assert "unchanged" in machine.run(SERVICE)
    # Writes the original, which the restart patches.
    assert "patched " in machine.run(UPDATE)
    assert index.read_bytes() == patched


@pytest.mark.proxy
@pytest.mark.parametrize(("commands", "count"), [(CADDY, 3), (NGINX, 4)], ids=["caddy", "nginx"])
def test_the_proxy_takes_its_configuration(commands: str, count: int, tmp_path: Path) -> None:
    (tmp_path / "caddy").mkdir()
    shutil.copytree("/etc/nginx", tmp_path / "nginx", symlinks=True)
    shutil.rmtree(tmp_path / "nginx" / "sites-enabled", ignore_errors=True)
    (tmp_path / "ssl").mkdir()
    certificate(tmp_path / "ssl")
    own = {"caddy": "/etc/caddy", "nginx": "/etc/nginx", "ssl": "/etc/ssl"}
    machine = Machine(tmp_path, HOME, own, {"OPENHANDS_HOST": "canvas.example.org"})
    machine.fake(_FAKES_TO_CONFIGURE)
    machine.run(commands)
    written = [*(tmp_path / "caddy").iterdir(), *(tmp_path / "nginx").rglob("openhands*")]
    assert len(written) == count
    assert not [file for file in written if HOST in file.read_text()]
