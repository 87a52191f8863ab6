"""Downloads the UI from npm, once a version.

As a tarball, not as a dependency: the UI is prebuilt, so that the several hundred packages it was
built from are not needed, and not all the versions it names are published.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import tarfile
import tempfile
from pathlib import Path

from frontend_patch.bundle.node import find_npm
from frontend_patch.errors import FrontendPatchError
from frontend_patch.paths import HOME
from frontend_patch.progress import Progress

PIN_FILE = Path(__file__).with_name("ui.json")
PIN: dict[str, str] = json.loads(PIN_FILE.read_text())

_CACHE = HOME / "node_modules" / ".cache" / "real_ui"


class UiError(FrontendPatchError):
    """The UI cannot be downloaded."""


def ui_version() -> str:
    """The version of the UI: the pinned one, unless ``DEMO_UI`` names another."""
    return os.environ.get("DEMO_UI") or PIN["version"]


def real_ui(cache: Path = _CACHE, progress: Progress = lambda _: None) -> Path:
    """The folder of the UI's build, index.html and assets.

    Args:
        cache: where downloaded versions are kept.
        progress: called before a download.

    Raises:
        NodeError: npm is not installed.
        UiError: npm cannot download the version, or it is not the pinned package.
    """
    version = ui_version()
    folder = cache / version
    build = folder / "package" / "build"
    if not build.is_dir():
        progress(f"Downloading the UI, {PIN['package']} {version}")
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as temporary:
            unpacked = Path(temporary) / "out"
            _unpack(_download(version, Path(temporary)), unpacked)
            # Another process may have fetched it meanwhile.
            try:
                unpacked.rename(folder)
            except OSError:
                if not build.is_dir():
                    raise
    return build


def _download(version: str, folder: Path) -> Path:
    name = f"{PIN['package']}@{version}"
    npm, environment = find_npm()
    run = subprocess.run(
        [*npm, "pack", name, "--json", "--pack-destination", folder],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment,
    )
    if run.returncode:
        raise UiError(f"npm cannot download {name}:\n{run.stderr.strip()}")
    tarball: Path = folder / json.loads(run.stdout)[0]["filename"]
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if version == PIN["version"] and f"sha512-{digest}" != PIN["integrity"]:
        raise UiError(f"{name} is not the one that {PIN_FILE.name} pins: sha512-{digest}")
    return tarball


def _unpack(tarball: Path, folder: Path) -> None:
    with tarfile.open(tarball) as archive:
        # Debian 12's Python, 3.11.2, has no filters.
        if hasattr(tarfile, "data_filter"):
            archive.extractall(folder, filter="data")
        else:
            archive.extractall(folder)  # noqa: S202 - its hash is pinned
