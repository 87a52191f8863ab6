"""The apps that the agent starts on ports 5000, 5173 (Vite) and 38080, and a report."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from demo.real.agent_canvas.install import Installation

PORTS = (5000, 5173, 38080)

_PAGE = """<!doctype html><title>Port {port}</title>
<link rel="stylesheet" href="/style.css"><script src="/app.js" defer></script><h1></h1>
"""
_SCRIPT = """
document.cookie = "visited=yes; path=/";
document.querySelector('h1').textContent =
  `Port {port}: ${{getComputedStyle(document.body).color}}, ${{document.cookie}}`;
"""
#: What the page of an app shows once its script, its style sheet and its cookie work.
SHOWN = "Port {port}: rgb(1, 2, 3), visited=yes"

_VITE_PAGE = """<!doctype html><title>Vite</title><h1></h1>
<script type="module" src="/main.js"></script>
"""
_VITE_SCRIPT = """
import { text } from './text.js';
const show = (shown) => (document.querySelector('h1').textContent = shown);
show(text);
import.meta.hot.accept('./text.js', (changed) => show(changed.text));
"""

_REPORT = """<!doctype html><title>Report</title><h1>Report</h1>
<p>See <a href="http://localhost:5000/">the app</a>.</p>
"""

# The agent's shell ends with the conversation, the apps do not.
_START = """set -e
cp {folder}/report.html .
if [ -e {folder}/pids ]; then exit; fi
cd {folder}
start() {{ setsid "$@" >>log 2>&1 & echo $! >>pids; }}
start {python} -m http.server --bind 127.0.0.1 --directory 5000 5000
start {python} -m http.server --bind 127.0.0.1 --directory 38080 38080
start {node} {vite} 5173 --port 5173 --strictPort
"""


@contextmanager
def prepared_apps(folder: Path, installation: Installation) -> Iterator[str]:
    """Writes the apps, and ends those that run when the block is left.

    Yields:
        The command that starts them, and writes the report into the current folder.
    """
    for port in PORTS:
        # Without this test's processes, nothing may listen there.
        socket.create_server(("127.0.0.1", port)).close()
    for port in (5000, 38080):
        app = folder / str(port)
        app.mkdir(parents=True)
        (app / "index.html").write_text(_PAGE.format(port=port))
        (app / "style.css").write_text("body { color: rgb(1, 2, 3); }")
        (app / "app.js").write_text(_SCRIPT.format(port=port))
    (folder / "5173").mkdir()
    (folder / "5173" / "index.html").write_text(_VITE_PAGE)
    (folder / "5173" / "main.js").write_text(_VITE_SCRIPT)
    write_vite_text(folder, "first")
    (folder / "report.html").write_text(_REPORT)
    start = _START.format(
        folder=folder,
        python="python3",
        node=installation.node / "node",
        vite=installation.packages / "vite" / "bin" / "vite.js",
    )
    (folder / "start.sh").write_text(start)
    try:
        yield f"sh {folder}/start.sh"
    finally:
        pids = folder / "pids"
        for pid in pids.read_text().split() if pids.exists() else ():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGTERM)


def write_vite_text(folder: Path, text: str) -> None:
    """Changes what the page of Vite shows."""
    (folder / "5173" / "text.js").write_text(f"export const text = '{text}';\n")
