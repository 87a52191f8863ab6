"""Bundles the page script and a compiled rule table into one classic script."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontend_patch.bundle.esbuild import find_esbuild
from frontend_patch.errors import BundleError
from frontend_patch.paths import HOME, MAIN
from frontend_patch.progress import Progress
from frontend_patch.rules.load import Rules

NAME = "frontend-patch.js"

#: The maximum size of the default bundle, in bytes of gzip; a test fails above it.
GZIP_LIMIT = 8910

#: The oldest browsers that the page script supports: those of three years ago, November 2023, but
#: Firefox 121 of December 2023. Earlier versions of Firefox have no `:has()`, which modal.js needs.
OLDEST = {"chrome": 119, "edge": 119, "firefox": 121, "safari": 17}

# Keys of the table that have their own code in the page script.
_OPTIONAL = ("never", "settings", "models", "onboarding", "responses")

_SOURCE_MAP = b"//# sourceMappingURL=data:application/json;base64,"

# Replaces any tsconfig.json that esbuild would find: modules are strict, so the script must be.
_TSCONFIG = '{"compilerOptions": {"alwaysStrict": true}}'


@dataclass(frozen=True)
class Bundle:
    """A classic script that is safe inside a script element.

    Attributes:
        script: its bytes, in ASCII.
        source_map: the bytes of its source map, which the script does not refer to.
        version: version and rules hash, as in the marker attribute of the script element.
    """

    script: bytes
    source_map: bytes
    version: str


def build_bundle(rules: Rules, progress: Progress) -> Bundle:
    """Bundles src_js/main.js with a compiled table, reproducibly.

    Raises:
        EsbuildError: esbuild cannot be found or installed.
        BundleError: the page script has an error; the message is from esbuild, with file and line.
    """
    script, source_map = run_esbuild(MAIN, progress, *_defines(rules.compiled))
    version = f"{rules.compiled['version']}+{rules.hash}"
    return Bundle(safe_in_element(script), source_map, version)


def _defines(compiled: dict[str, Any]) -> list[str]:
    """The table as options of esbuild, which leaves out the code of missing optional keys."""
    table = {key: value for key, value in compiled.items() if key not in _OPTIONAL}
    values = {"__TABLE__": table} | {f"__TABLE__.{key}": compiled.get(key) for key in _OPTIONAL}
    return [
        f"--define:{name}={json.dumps(value, sort_keys=True)}" for name, value in values.items()
    ]


def run_esbuild(entry: Path, progress: Progress, *options: str) -> tuple[bytes, bytes]:
    """Bundles one entry point into a minified IIFE.

    Returns:
        The script and its source map, whose source names are relative to the project's folder.
    """
    esbuild = find_esbuild(progress)
    target = ",".join(f"{browser}{version}" for browser, version in OLDEST.items())
    command = [
        *(str(esbuild), str(entry), "--bundle", "--minify", "--format=iife", f"--target={target}"),
        *("--charset=ascii", "--legal-comments=none", f"--tsconfig-raw={_TSCONFIG}"),
        *("--log-level=warning", "--color=false"),
        # Written to stdout, so a kill leaves no file and source names are relative to the folder.
        *("--sourcemap=inline", *options),
    ]
    run = subprocess.run(command, cwd=HOME, capture_output=True, check=False)
    if run.returncode:
        raise BundleError(f"esbuild cannot bundle {entry}:\n{run.stderr.decode().strip()}")
    script, _, encoded = run.stdout.rpartition(_SOURCE_MAP)
    source_map = json.loads(base64.b64decode(encoded))
    return script, json.dumps(source_map, separators=(",", ":")).encode()


def safe_in_element(script: bytes) -> bytes:
    r"""Escapes text that could end a script element, or keep it from ending.

    Such text occurs in literals only, because esbuild separates the operators of ``a<!--b``. In a
    literal, the escape ``\x3C`` has the same meaning (HTML Standard, 4.12.1.3).
    """
    return re.sub(rb"<(?=!--|/?script)", rb"\\x3C", script, flags=re.IGNORECASE)
