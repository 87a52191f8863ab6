"""A copy of the project, whose files may be edited, served by ``python build.py serve``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from frontend_patch.bundle.esbuild import find_esbuild
from frontend_patch.paths import HOME

_PARTS = (
    *("build.py", "frontend_patch", "src_js", "explorer", "package.json", "package-lock.json"),
    "demo",
)


@dataclass(frozen=True)
class Project:
    """The copy, and where it is served.

    Attributes:
        root: its folder.
        explorer: the rule explorer's address.
        stub: the stub UI's.
        process: the server, whose standard error goes on after the addresses.
        state: what was built first, as JSON.
    """

    root: Path
    explorer: str
    stub: str
    process: subprocess.Popen[str]
    state: str

    @property
    def rules(self) -> Path:
        """Its rule table."""
        return self.root / "src_js" / "rules.json"

    def edit(self, name: str, old: str, new: str) -> None:
        """Replaces the first ``old`` in a file, as an editor that writes in place."""
        path = self.root / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    def serves(self, text: str) -> bool:
        """Whether ``text`` is in the JSON of what is built, or of what is built next."""
        return any(text in state for state in _states(self.explorer))

    def restore(self) -> None:
        """Undoes all edits in src_js, and returns when that is served."""
        for path in (self.root / "src_js").rglob("*"):
            original = HOME / path.relative_to(self.root)
            if path.is_file() and path.read_bytes() != original.read_bytes():
                path.write_bytes(original.read_bytes())
        assert self.state in _states(self.explorer)


def _states(explorer: str) -> Iterator[str]:
    """What is built now, and whatever is built next."""
    with urllib.request.urlopen(f"{explorer}events", timeout=30) as events:
        for line in events:
            if line.startswith(b"data: "):
                yield line.decode()


def run_build(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the copy's ``build.py`` to its end."""
    return subprocess.run(
        [sys.executable, "build.py", *arguments],
        cwd=root,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def served_project(root: Path, *options: str) -> Iterator[Project]:
    """Copies the project to ``root``, which is not there yet, and serves it on a free port."""
    for name in _PARTS:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (HOME / name).is_dir() else shutil.copy
        copy(HOME / name, root / name)
    temporary = root.with_name("temporary")
    temporary.mkdir()
    with subprocess.Popen(
        [sys.executable, "build.py", "serve", "--port", "0", *options],
        cwd=root,
        env=_environment() | {"TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        try:
            explorer, stub = (_address(process.stderr, name) for name in ("Rule", "Stub"))
            yield Project(root, explorer, stub, process, next(_states(explorer)))
        finally:
            process.terminate()


def _address(lines: IO[str], name: str) -> str:
    """The address in the line that begins with ``name``."""
    return next(line.split()[-1] for line in lines if line.startswith(name))


def _environment() -> dict[str, str]:
    return os.environ | {"ESBUILD_BINARY_PATH": str(find_esbuild(print))}
