"""``python -m tests.engines.record`` records which examples pass in which browser engine.

The record is tests/engines/tested.json, from which ``python -m docs_build`` renders a table.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

from docs_build.browsers import RECORD
from frontend_patch.paths import HOME
from tests.support.engines.webkit import MINI_BROWSER

_FILES = ("tests/browser/test_examples.py", "tests/engines/test_examples.py")
_VERSIONS = {
    "chromium": ("chromium",),
    "firefox": ("firefox-esr",),
    # It needs a display even for this.
    "webkit": ("xvfb-run", "--auto-servernum", *map(str, Path("/").glob(MINI_BROWSER))),
}

#: Numbers of examples that pass and of all examples, by via, by engine.
Counts = dict[str, dict[str, list[int]]]


def main() -> int:
    """Runs the examples in all engines; writes nothing if one fails unexpectedly."""
    versions = {engine: _version(*command) for engine, command in _VERSIONS.items()}
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        options = ("-m", "slow or not slow", "-n", "2", "--dist", "loadfile", "-q")
        command = (sys.executable, "-m", "pytest", *options, f"--junitxml={report.name}", *_FILES)
        if status := subprocess.run(command, cwd=HOME, check=False).returncode:
            return status
        found = counts(Path(report.name).read_text())
    record = {engine: {"version": versions[engine], "vias": vias} for engine, vias in found.items()}
    RECORD.write_text(json.dumps(record, indent=2) + "\n")
    return 0


def counts(report: str) -> Counts:
    """The counts in a report of pytest, in JUnit's format."""
    found: Counts = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for case in ET.fromstring(report).iter("testcase"):
        _, _, parameters = case.attrib["name"].partition("[")
        engine, *_, via = parameters.rstrip("]").split("-")
        found[engine][via][0] += len(case) == 0
        found[engine][via][1] += 1
    return {engine: dict(sorted(vias.items())) for engine, vias in sorted(found.items())}


def _version(*command: str) -> str:
    """Name and version, such as ``Firefox 153.8.0``."""
    run = subprocess.run((*command, "--version"), check=True, stdout=subprocess.PIPE, text=True)
    match = re.search(r"(Chromium|Firefox|WebKitGTK) [\d.]+", run.stdout)
    assert match, f"{command[0]} --version printed {run.stdout!r}"
    return match[0]


if __name__ == "__main__":
    sys.exit(main())
