"""A machine for the commands of docs/how-to/vm.md: this one, where some folders are copies."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Machine:
    """Where the commands run.

    Attributes:
        folder: holds the copies and the fake commands.
        project: where the commands are entered.
        own: by name of a folder in ``folder``, the path where it is found.
        environment: variables that the person has set.
    """

    folder: Path
    project: Path
    own: Mapping[str, str]
    environment: Mapping[str, str]

    def fake(self, scripts: Mapping[str, str]) -> None:
        """Puts scripts in place of commands."""
        (self.folder / "fakes").mkdir()
        for name, script in scripts.items():
            path = self.folder / "fakes" / name
            path.write_text(f"#!/usr/bin/env bash\nset -euo pipefail\n{script}\n")
            path.chmod(0o755)

    def run(self, commands: str) -> str:
        """Runs commands, which must succeed, and returns their output."""
        binds = [
            word
            for name, path in self.own.items()
            for word in ("--bind", str(self.folder / name), path)
        ]
        path = f"{self.folder / 'fakes'}:{os.environ['PATH']}:/usr/sbin"
        ran = subprocess.run(
            ["bwrap", "--dev-bind", "/", "/", *binds, "bash", "-euc", commands],
            cwd=self.project,
            env={**os.environ, "PATH": path, **self.environment},
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert ran.returncode == 0, ran.stdout
        return ran.stdout
