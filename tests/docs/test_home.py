"""docs/how-to/home.md agrees with docker/compose.home.yaml, and its login is one for Caddy."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from frontend_patch.paths import HOME
from tests.docs.compose import services
from tests.docs.documentation import the

LOGIN = the("caddyfile login")
PASSWORD = the("sh password")
ROOT = the("sh root-certificate")

CADDY = services(HOME / "docker" / "compose.home.yaml")["caddy"]


def test_the_password_is_hashed_by_the_caddy_that_checks_it() -> None:
    assert f" {CADDY['image']} caddy hash-password" in PASSWORD


def test_caddy_takes_the_login(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(HOME / "docker" / "caddy", tmp_path / "caddy"))
    (folder / "login.caddy").write_text(LOGIN)
    program = str(Path(sys.executable).parent / "caddy")
    command = [program, "adapt", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    adapted = subprocess.run(command, check=True, capture_output=True, text=True)
    assert '"http_basic"' in adapted.stdout


def test_the_root_certificate_is_in_a_volume_that_stays() -> None:
    assert "cp caddy:/data/caddy/pki/" in ROOT
    assert "caddy:/data" in CADDY["volumes"]
