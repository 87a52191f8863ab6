"""A copy of the project, and a machine around it, for the commands of the documentation."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from demo.patched import patched_copy
from frontend_patch.bundle.build import Bundle
from frontend_patch.paths import HOME, STUB_UI

#: The image to patch, the path of its UI, and the URL of the deployed UI.
IMAGE, UI, SITE = "openhands:local", "/app/frontend/build", "https://openhands.example.com/"

_FAKE_COMMANDS = HOME / "tests" / "docs" / "fake_commands"


@dataclass(frozen=True)
class Scratch:
    """The folders.

    Attributes:
        project: the copy.
        root: stands for ``/`` of a machine that has the patched stub UI.
        images: by name, what stands for ``/`` of Docker's images.
        site: URL of the machine's UI.
    """

    project: Path
    root: Path
    images: Path
    site: str

    def run(self, script: str) -> tuple[int, str]:
        """Runs a script in the project's folder; docker and the like are stand-ins.

        Returns:
            The exit status, and the output on stdout and stderr.
        """
        with self._start(script) as process:
            said, _ = process.communicate()
        return process.returncode, said

    @contextmanager
    def started(self, script: str) -> Iterator[Iterable[str]]:
        """Runs a script that ends only with Ctrl-C: yields its output lines, then ends it."""
        with self._start(script) as process:
            try:
                yield process.stdout or ()
            finally:
                os.killpg(process.pid, signal.SIGINT)

    def _start(self, script: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._bash(script),
            cwd=self.project,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def _bash(self, script: str) -> list[str]:
        # A path in a container follows the container's name, and stays.
        here = re.sub(rf"(?<![\w:./]){UI}", f"{self.root}{UI}", script)
        for written, meant in {
            "/opt/frontend-patch": str(self.project),
            "OPENHANDS_IMAGE=…": f"OPENHANDS_IMAGE={IMAGE}",
            f"--url {SITE}": f"--url {self.site}",
        }.items():
            here = here.replace(written, meant)
        return ["bash", "-euc", here]

    def _environment(self) -> dict[str, str]:
        path = [str(_FAKE_COMMANDS), str(Path(sys.executable).parent), os.environ["PATH"]]
        return {
            **os.environ,
            "PATH": os.pathsep.join(path),
            "PYTHONUNBUFFERED": "1",
            # Compiling all that pip installs would take longer than the commands.
            "PIP_NO_COMPILE": "1",
            "OPENHANDS_IMAGE": IMAGE,
            "STAND_IN_IMAGES": str(self.images),
        }


@contextmanager
def running_scratch(folder: Path, bundle: Bundle, *, installed: bool) -> Iterator[Scratch]:
    """Copies the project's files, prepares the machine, and serves its UI until the block is left.

    Args:
        folder: an empty one.
        bundle: what the machine's UI is patched with.
        installed: whether node_modules is there, as after ``npm ci``.
    """
    project, root, images = (folder / name for name in ("project", "root", "images"))
    copy_project(project)
    if installed:
        (project / "node_modules").symlink_to(HOME / "node_modules")
    ui = root / UI.lstrip("/")
    patched_copy(STUB_UI, ui, bundle)
    shutil.copytree(STUB_UI, images / IMAGE / UI.lstrip("/"))
    handler = partial(SimpleHTTPRequestHandler, directory=str(ui))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Scratch(project, root, images, f"http://127.0.0.1:{server.server_port}/")
        finally:
            server.shutdown()
            thread.join()


def copy_project(folder: Path) -> None:
    """Copies the files that git knows, and new ones."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (HOME / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HOME / name, folder / name)
