"""docs/how-to/vm.md agrees with the files of vm/, and its firewall does as told."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from frontend_patch.paths import HOME, STUB_UI
from tests.docs.documentation import the
from tests.docs.firewall import reached
from tests.docs.proxies.vm import OWN_PORTS, VM

UNIT = (VM / "systemd" / "agent-canvas.service").read_text()
PACKAGE = json.loads((VM / "package.json").read_text())
SCRIPTS = PACKAGE["scripts"]

INSTALL, SERVICE, UPDATE = (the(f"sh vm-{name}") for name in ("install", "service", "update"))
CADDY, NGINX = (the(f"sh vm-{name}") for name in ("caddy", "nginx"))
FIREWALL, START = the("nft vm"), the("sh vm-npm")
RELOAD, TUNNEL = the("sh vm-firewall"), the("sh vm-tunnel")

INDEX = "node_modules/@openhands/agent-canvas/build/index.html"
FOLDER = "/opt/agent-canvas"


@pytest.mark.proxy
def test_the_firewall_lets_others_reach_ssh_and_the_proxy_alone(tmp_path: Path) -> None:
    is_open = {
        port: port in ("22", "80", "443") for port in ("22", "80", "443", *OWN_PORTS, "5173")
    }
    targets = {f"192.0.2.10:{port}": expected for port, expected in is_open.items()}
    assert reached(tmp_path, FIREWALL, targets) == {**targets, "the sandbox": True}
    open_to_all = reached(tmp_path, "table inet none {}\n", targets)
    assert all(open_to_all.values())


def test_each_way_to_start_patches_with_the_same_command() -> None:
    [before] = re.findall(r"^ExecStartPre=\+(.+)$", UNIT, re.MULTILINE)
    [start] = re.findall(r"^ExecStart=(.+)$", UNIT, re.MULTILINE)
    assert before == SCRIPTS["patch"].replace(INDEX, f"{FOLDER}/{INDEX}")
    assert SCRIPTS["prestart"] == "npm run patch"
    assert start == f"{FOLDER}/node_modules/.bin/{SCRIPTS['start']}"
    assert f"cd {FOLDER} && npm start\n" == START
    python, build, *options = before.split()
    assert f"{python.removesuffix('/bin/python')}/bin/pip install" in INSTALL
    assert f"{python} {build} check {' '.join(options[:2])}" in UPDATE
    assert options[-1] in UPDATE


def test_npm_start_patches_first(tmp_path: Path) -> None:
    """With the stub UI in place of Agent Canvas, and this Python in place of the installed one."""
    package = tmp_path / "node_modules" / "@openhands" / "agent-canvas"
    shutil.copytree(STUB_UI, package / "build")
    launcher = tmp_path / "node_modules" / ".bin" / "agent-canvas"
    launcher.parent.mkdir()
    launcher.write_text(f"#!/bin/sh\ngrep -c frontend-patch {tmp_path / INDEX}\n")
    launcher.chmod(0o755)
    text = (VM / "package.json").read_text()
    for written, here in {
        "/opt/frontend-patch/.venv/bin/python": sys.executable,
        "/opt/frontend-patch": str(HOME),
    }.items():
        text = text.replace(written, here)
    (tmp_path / "package.json").write_text(text)
    for _ in range(2):
        started = subprocess.run(
            ["npm", "start"], check=False, cwd=tmp_path, capture_output=True, text=True
        )
        assert started.returncode == 0, started.stderr
        assert "port-subdomain" in started.stdout
        # What `npm update` brings.
        shutil.copy(STUB_UI / "index.html", tmp_path / INDEX)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "agent-canvas.service"
    unit.write_text(re.sub(r"/opt/[^ \n]*/(python|agent-canvas)(?=[ \n])", "/bin/true", UNIT))
    command = ["systemd-analyze", "verify", "--man=no", str(unit)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    about_it = [line for line in ran.stderr.splitlines() if "agent-canvas" in line]
    assert not about_it
    assert "/agent-canvas.service /etc/systemd/system/\n" in SERVICE


def test_each_file_is_installed_at_its_documented_path() -> None:
    for name, said in {
        "nginx/openhands.conf": NGINX,
        "nginx/openhands-app.conf": NGINX,
        "nginx/openhands-path.conf": NGINX,
        "caddy/Caddyfile": CADDY,
    }.items():
        [folder] = re.findall(r"Goes to (/[\w./]+/)[.,]?", (VM / name).read_text())
        assert Path(name).name in said
        assert folder in said


def test_the_tunnel_leads_to_the_same_ports() -> None:
    forwarded = re.findall(r"-L (\d+):localhost:(\d+)", TUNNEL)
    assert forwarded
    assert all(here == there for here, there in forwarded)
    assert RELOAD.splitlines()[-1] == "systemctl restart nftables"
