"""A copy of the project, and a machine around it, for the commands of the documentation."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from frontend_patch.bundle import Bundle
from frontend_patch.home import HOME, STUB_UI
from tests.patched import patched_copy

#: The image that is patched, and where it has its UI.
IMAGE, UI = "openhands:local", "/app/frontend/build"

_STAND_INS = HOME / "tests" / "stand_ins"


@dataclass(frozen=True)
class Scratch:
    """The folders.

    Attributes:
        project: the copy.
        root: stands for ``/`` of a machine that has the patched stub UI.
        images: by name, what stands for ``/`` of Docker's images.
    """

    project: Path
    root: Path
    images: Path

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Runs a script in the project's folder; docker and the like are stand-ins."""
        path = [str(_STAND_INS), str(Path(sys.executable).parent), os.environ["PATH"]]
        given = {"OPENHANDS_IMAGE": IMAGE, "STAND_IN_IMAGES": str(self.images)}
        # A path in a container stands after its name.
        here = re.sub(rf"(?<![\w:./]){UI}", f"{self.root}{UI}", script)
        here = here.replace("OPENHANDS_IMAGE=…", f"OPENHANDS_IMAGE={IMAGE}")
        return subprocess.run(
            ["bash", "-euc", here],
            cwd=self.project,
            env={**os.environ, "PATH": os.pathsep.join(path), **given},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


def make_scratch(folder: Path, bundle: Bundle, *, installed: bool) -> Scratch:
    """Copies what git knows, and makes the machine.

    Args:
        folder: an empty one.
        bundle: what the machine's UI is patched with.
        installed: whether node_modules is there, as after ``npm ci``.
    """
    scratch = Scratch(folder / "project", folder / "root", folder / "images")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (HOME / name).is_file():
            (scratch.project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HOME / name, scratch.project / name)
    if installed:
        (scratch.project / "node_modules").symlink_to(HOME / "node_modules")
    ui = UI.lstrip("/")
    patched_copy(STUB_UI, scratch.root / ui, bundle)
    shutil.copytree(STUB_UI, scratch.images / IMAGE / ui)
    return scratch
