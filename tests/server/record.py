"""Records what becomes of each server patch on each version of OpenHands.

``python -m tests.server.record`` starts the releases in `STARTED` and reads the wheels of all minor
versions, and writes ``docker/server/tested.json``, from which docs/reference/server-patches.md is
rendered. `test_record.py` compares the file with what happens now.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from demo.real.install import install
from tests.server.interpreter import PACKAGE, suite_environment

RECORD = PACKAGE / "tested.json"
STARTED = ("1.4.0", "1.7.0", "1.11.0")

_APPLY_PATCH = PACKAGE.parent / "apply-patch.sh"
_SECRET = "s" * 32
_HOST_NETWORK = 7
_PATCHED_INDEX = "<!doctype html><script data-openhands-frontend-patch></script>"

Outcomes = dict[str, dict[str, Any]]


def start(version: str, folder: Path) -> Outcomes:
    """What `apply-patch.sh --check` reports of each patch, by number.

    Args:
        version: a release of openhands-ai.
        folder: an empty one, for the server's state and its UI.
    """
    index = folder / "frontend" / "build" / "index.html"
    index.parent.mkdir(parents=True)
    index.write_text(_PATCHED_INDEX)
    python = install(version).python
    outcomes = _check(python, folder, OPENHANDS_IDENTITY="gateway")
    # The host's network is for a single user.
    alone = _check(python, folder, OPENHANDS_IDENTITY="single", OPENHANDS_HOST_NETWORK="true")
    return outcomes | {str(_HOST_NETWORK): alone[str(_HOST_NETWORK)]}


def _check(python: Path, folder: Path, **environment: str) -> Outcomes:
    env = {
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "OH_PERSISTENCE_DIR": str(folder),
        "OPENHANDS_SUPPRESS_BANNER": "1",
        "GATEWAY_OPENHANDS_SECRET": _SECRET,
        **environment,
    }
    ran = subprocess.run(
        [_APPLY_PATCH, "--check", "--json"],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    report = json.loads(ran.stdout)
    return {
        str(patch["number"]): {key: patch[key] for key in ("name", "critical", "state")}
        for patch in sorted(report["patches"], key=lambda patch: int(patch["number"]))
    }


def contract() -> dict[str, str]:
    """By minor version, whether its wheel has everything that the package relies on."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results}"]
        subprocess.run(
            [suite_environment(), *command, "tests/contract"],
            cwd=PACKAGE,
            check=False,
            stdout=subprocess.DEVNULL,
        )
        cases = ET.parse(results).iter("testcase")
    states: dict[str, str] = {}
    for case in cases:
        if found := re.search(r"-(1\.\d+)\]$", case.get("name", "")):
            broken = any(child.tag in ("failure", "error") for child in case)
            if broken or found[1] not in states:
                states[found[1]] = "broken" if broken else "holds"
    return dict(sorted(states.items(), key=lambda item: int(item[0].partition(".")[2])))


def first_with_host_network() -> str:
    """The minor version from which on patch 7 is possible."""
    code = "from openhands_multiuser.versions import *; print(*FIRST_WITH_HOST_NETWORK, sep='.')"
    ran = subprocess.run(
        [suite_environment(), "-c", code], cwd=PACKAGE, check=True, capture_output=True, text=True
    )
    return ran.stdout.strip()


def main() -> None:
    """Writes the record."""
    started = {}
    for version in STARTED:
        with tempfile.TemporaryDirectory() as folder:
            started[version] = start(version, Path(folder))
    record = {
        "contract": contract(),
        "first_with_host_network": first_with_host_network(),
        "started": started,
    }
    RECORD.write_text(json.dumps(record, indent=2) + "\n")


if __name__ == "__main__":
    main()
