"""Drives esbuild: the page script and a compiled rule table become one classic script."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontend_patch.bundle.esbuild import Progress, find_esbuild
from frontend_patch.errors import BundleError
from frontend_patch.paths import HOME, MAIN
from frontend_patch.rules.load import Rules

NAME = "frontend-patch.js"

#: CI fails when the bundle of the table in src_js is larger than this, in bytes of gzip.
GZIP_LIMIT = 7180

# The browsers of November 2023: evergreen ones of the last three years.
_TARGET = "chrome119,edge119,firefox119,safari17"

# Parts of the table that have code of their own.
_OPTIONAL = ("never", "settings", "models", "onboarding", "responses")

_SOURCE_MAP = b"//# sourceMappingURL=data:application/json;base64,"

# In place of a tsconfig.json that esbuild may find: modules are strict, so the script is.
_TSCONFIG = '{"compilerOptions": {"alwaysStrict": true}}'


@dataclass(frozen=True)
class Bundle:
    """A classic script, safe between the tags of a script element.

    Attributes:
        script: its bytes, ASCII.
        source_map: the source map's bytes; the script does not refer to it.
        version: version and rules hash, as the script element carries them.
    """

    script: bytes
    source_map: bytes
    version: str


def build_bundle(rules: Rules, progress: Progress) -> Bundle:
    """Bundles src_js/main.js with a compiled table. The same input gives the same bytes anywhere.

    Raises:
        EsbuildError: esbuild cannot be found or installed.
        BundleError: the page script has an error; the message is esbuild's, with file and line.
    """
    script, source_map = run_esbuild(MAIN, progress, *_defines(rules.compiled))
    version = f"{rules.compiled['version']}+{rules.hash}"
    return Bundle(safe_in_element(script), source_map, version)


def _defines(compiled: dict[str, Any]) -> list[str]:
    """The table for esbuild; what it does not have is left out of the bundle with its code."""
    table = {key: value for key, value in compiled.items() if key not in _OPTIONAL}
    values = {"__TABLE__": table} | {f"__TABLE__.{key}": compiled.get(key) for key in _OPTIONAL}
    return [f"--define:{name}={json.dumps(one, sort_keys=True)}" for name, one in values.items()]


def run_esbuild(entry: Path, progress: Progress, *options: str) -> tuple[bytes, bytes]:
    """Bundles one entry point into a minified IIFE.

    Returns:
        The script and its source map, whose sources are named from the project's folder.
    """
    esbuild = find_esbuild(progress)
    command = [
        *(str(esbuild), str(entry), "--bundle", "--minify", "--format=iife", f"--target={_TARGET}"),
        *("--charset=ascii", "--legal-comments=none", f"--tsconfig-raw={_TSCONFIG}"),
        *("--log-level=warning", "--color=false"),
        # To stdout: no file that a kill could leave, and sources are named from the folder.
        *("--sourcemap=inline", *options),
    ]
    run = subprocess.run(command, cwd=HOME, capture_output=True, check=False)
    if run.returncode:
        raise BundleError(f"esbuild cannot bundle {entry}:\n{run.stderr.decode().strip()}")
    script, _, encoded = run.stdout.rpartition(_SOURCE_MAP)
    source_map = json.loads(base64.b64decode(encoded))
    return script, json.dumps(source_map, separators=(",", ":")).encode()


def safe_in_element(script: bytes) -> bytes:
    r"""Escapes what could end a script element, or keep it from ending.

    Both only ever stand in literals: esbuild writes the operators of ``a<!--b`` apart. The escape
    ``\x3C`` means the same there (HTML Standard, 4.12.1.3, restrictions for contents of script).
    """
    return re.sub(rb"<(?=!--|/?script)", rb"\\x3C", script, flags=re.IGNORECASE)
