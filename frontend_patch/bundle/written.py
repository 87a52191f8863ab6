"""Writes a bundle to a file, and reads it again where there is no esbuild."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from frontend_patch import __version__
from frontend_patch.bundle.build import Bundle, safe_in_element
from frontend_patch.errors import BundleFileError
from frontend_patch.reading import read_file

WRITTEN_NAME = "frontend-patch.bundle.json"

_FORMAT = 1


def written_bundle(bundle: Bundle) -> bytes:
    """The content of a bundle's file: its version, its SHA-256, and the script itself."""
    content = {
        "format": _FORMAT,
        "version": bundle.version,
        "sha256": hashlib.sha256(bundle.script).hexdigest(),
        "script": bundle.script.decode("ascii"),
    }
    return json.dumps(content, indent=2).encode() + b"\n"


def read_bundle(path: Path) -> Bundle:
    """Reads a bundle's file; the bundle has no source map.

    Raises:
        FileError: the file cannot be read.
        BundleFileError: it is not a bundle of this version, or it was changed or cut off.
    """
    content = _object(path)
    if content.get("format") != _FORMAT:
        raise BundleFileError(path, "it is not a bundle; use the file that `build --out` writes")
    version, script, digest = (content.get(key) for key in ("version", "script", "sha256"))
    if not isinstance(version, str) or version.partition("+")[0] != __version__:
        problem = f"it is of version {version!r}, and this is {__version__}; build it again"
        raise BundleFileError(path, problem)
    if not isinstance(script, str) or not script.isascii():
        raise BundleFileError(path, "its script is missing or not ASCII; build it again")
    data = script.encode("ascii")
    if hashlib.sha256(data).hexdigest() != digest:
        raise BundleFileError(path, "its script does not match its SHA-256; build it again")
    if safe_in_element(data) != data:
        raise BundleFileError(path, "its script would end its own element; build it again")
    return Bundle(data, b"", version)


def _object(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(read_file(path))
    except ValueError as error:
        raise BundleFileError(path, f"it is not JSON: {error}") from error
    return content if isinstance(content, dict) else {}
