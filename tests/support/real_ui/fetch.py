"""Fetches the pinned UI from npm, once.

As a tarball, not as a dependency: the UI is prebuilt, so that the several hundred packages it was
built from are not needed, and not all the versions it names are published.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

from frontend_patch.paths import HOME

PIN_FILE = Path(__file__).with_name("pin.json")
PIN: dict[str, str] = json.loads(PIN_FILE.read_text())

_FOLDER = HOME / "node_modules" / ".cache" / "real_ui" / PIN["version"]


def real_ui() -> Path:
    """The folder of the UI's build, index.html and assets."""
    build = _FOLDER / "package" / "build"
    if not build.is_dir():
        _FOLDER.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_FOLDER.parent) as temporary:
            unpacked = Path(temporary) / "out"
            _unpack(_download(Path(temporary)), unpacked)
            # Another process may have fetched it meanwhile.
            try:
                unpacked.rename(_FOLDER)
            except OSError:
                if not build.is_dir():
                    raise
    return build


def _download(folder: Path) -> Path:
    name = f"{PIN['package']}@{PIN['version']}"
    run = subprocess.run(
        ["npm", "pack", name, "--json", "--pack-destination", folder],
        check=True,
        stdout=subprocess.PIPE,
        cwd=folder,
    )
    tarball: Path = folder / json.loads(run.stdout)[0]["filename"]
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != PIN["integrity"]:
        raise RuntimeError(f"{name} is not the one that pin.json pins: sha512-{digest}")
    return tarball


def _unpack(tarball: Path, folder: Path) -> None:
    with tarfile.open(tarball) as archive:
        archive.extractall(folder, filter="data")
