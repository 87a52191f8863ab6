"""A build imports no module that only other commands need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from frontend_patch.paths import HOME
from tests.support.command_line import DOCUMENT

_BUILD = """
import sys
from build import main
main(["--index", sys.argv[1]], standalone_mode=False)
slow = ("aiohttp", "jsonschema", "ssl", "soupsieve.css_parser", "urllib.request")
print([name for name in slow if name in sys.modules])
"""


def test_a_build_imports_no_module_for_other_commands(tmp_path: Path) -> None:
    index = tmp_path / "index.html"
    index.write_bytes(DOCUMENT)
    run = subprocess.run(
        [sys.executable, "-c", _BUILD, index], cwd=HOME, check=True, capture_output=True, text=True
    )
    assert run.stdout.splitlines()[-1] == "[]"
