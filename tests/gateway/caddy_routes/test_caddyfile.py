"""The Caddyfile is formatted and valid."""

from __future__ import annotations

import subprocess

from tests.gateway.caddy import CADDYFILE


def test_the_caddyfile_is_formatted() -> None:
    subprocess.run(["caddy", "fmt", "--diff", CADDYFILE], check=True)


def test_the_caddyfile_is_valid_without_any_variable() -> None:
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(CADDYFILE)]
    subprocess.run(command, check=True)
