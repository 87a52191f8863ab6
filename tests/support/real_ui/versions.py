"""Which versions the tests run against, which the README states, and which npm has by now."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

from demo.real.ui import PIN, PIN_FILE
from frontend_patch.paths import HOME

README = HOME / "README.md"

_STATED = re.compile(r"`(\S+)` (\d\S*\d)")


def tested() -> dict[str, str]:
    """Version by package: the real UI, and the React that hydrates the tests' own."""
    package = json.loads((HOME / "package.json").read_text())
    return {PIN["package"]: PIN["version"], "react": package["devDependencies"]["react"]}


def stated() -> dict[str, str]:
    """What the README says of it."""
    section = README.read_text().partition("\n## Tested with\n")[2].partition("\n## ")[0]
    return dict(_STATED.findall(section))


def latest(package: str) -> str:
    """What npm has.

    Raises:
        subprocess.CalledProcessError: npm did not find out; it has said why.
    """
    version: str = _view(package)["version"]
    return version


def pin(version: str) -> None:
    """Has the tests run against another version of the real UI, and the README say so.

    Raises:
        subprocess.CalledProcessError: npm has no such version; it has said so.
    """
    name = PIN["package"]
    found = _view(f"{name}@{version}")
    renewed = PIN | {"version": found["version"], "integrity": found["dist.integrity"]}
    PIN_FILE.write_text(json.dumps(renewed, indent=2) + "\n")
    before, after = (f"`{name}` {one['version']}" for one in (PIN, renewed))
    README.write_text(README.read_text().replace(before, after))


def _view(package: str) -> dict[str, Any]:
    command = ["npm", "view", package, "version", "dist.integrity", "--json"]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(run.stdout)
    return found
