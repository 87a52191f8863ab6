"""Tries a firewall of the guides in a network namespace of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

_SCRIPT = Path(__file__).with_name("sandbox_network.py")


def reached(folder: Path, rules: str, targets: Iterable[str]) -> dict[str, bool]:
    """Which addresses a sandbox reaches, and whether the server reaches ``the sandbox``.

    Args:
        folder: for the file of rules.
        rules: for nft.
        targets: ``ADDRESS:PORT`` on the server.
    """
    file = folder / "rules.nft"
    file.write_text(rules)
    command = ["unshare", "--map-root-user", "--net", sys.executable, str(_SCRIPT), str(file)]
    ran = subprocess.run([*command, *targets], check=True, capture_output=True, text=True)
    result: dict[str, bool] = json.loads(ran.stdout)
    return result
