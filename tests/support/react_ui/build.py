"""Prerenders the page and bundles its client."""

from __future__ import annotations

import subprocess
from pathlib import Path

from frontend_patch.bundle.build import run_esbuild

_HERE = Path(__file__).parent
_PRODUCTION = '--define:process.env.NODE_ENV="production"'


def build_react_ui(folder: Path) -> None:
    """Writes index.html and its assets into ``folder``."""
    (folder / "assets").mkdir(parents=True)
    client, _ = run_esbuild(_HERE / "client.js", print, _PRODUCTION)
    (folder / "assets" / "client.js").write_bytes(client)
    server, _ = run_esbuild(_HERE / "server.js", print, _PRODUCTION, "--platform=node")
    html = subprocess.run(["node", "-"], input=server, check=True, stdout=subprocess.PIPE).stdout
    (folder / "index.html").write_bytes(html)
