"""Builds what the explorer shows, and the stub UI, from the table and src_js as they are now."""

from __future__ import annotations

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from frontend_patch.bundle.build import build_bundle, run_esbuild
from frontend_patch.bundle.esbuild import Progress
from frontend_patch.cli.report import from_here, gzip_size
from frontend_patch.errors import FrontendPatchError
from frontend_patch.inject.inject import inject
from frontend_patch.paths import HOME, STUB_UI
from frontend_patch.rules import vias
from frontend_patch.rules.load import Rules, load_rules

_LIB = HOME / "explorer" / "lib.js"

# Reloads the stub UI when its bundle, which is named here, is another.
_LIVE = '<script type="module" src="/live.js?{bundle}"></script></body>'


@dataclass
class Building:
    """The last build, and a folder with the stub UI in it.

    Attributes:
        rules_path: the table.
        preset: the preset in force, in place of the one that the table names.
        folder: where the patched stub UI is kept.
        state: what explorer/page/types.d.ts calls ``State``.
        lib: explorer/lib.js bundled, a module.
    """

    rules_path: Path
    preset: str | None
    folder: Path
    state: dict[str, Any] = field(default_factory=dict)
    lib: bytes = b""

    def __post_init__(self) -> None:
        shutil.copytree(STUB_UI, self.folder, dirs_exist_ok=True)

    def run(self, progress: Progress) -> str | None:
        """Builds anew. Where that fails, what was built before stays.

        Returns:
            What is wrong, as the command line says it.
        """
        try:
            self._build(load_rules(self.rules_path, self.preset), progress)
        except FrontendPatchError as error:
            self.state |= {"error": str(error)}
            return str(error)
        return None

    def _build(self, rules: Rules, progress: Progress) -> None:
        with ThreadPoolExecutor() as pool:
            bundling = pool.submit(build_bundle, rules, progress)
            stub_bundling = pool.submit(build_bundle, _active_on_loopback(rules), progress)
            lib, _ = run_esbuild(_LIB, progress, "--format=esm")
            bundle, stub_bundle = bundling.result(), stub_bundling.result()
        index = inject((STUB_UI / "index.html").read_bytes(), stub_bundle)
        digest = _digest(stub_bundle.script)
        live = _LIVE.format(bundle=digest).encode()
        (self.folder / "index.html").write_bytes(index.replace(b"</body>", live))
        self.lib = lib
        self.state = {
            "error": None,
            "table": rules.table,
            "compiled": rules.compiled,
            "groups": vias.GROUPS,
            "path": from_here(rules.path),
            "preset": rules.preset,
            "gzip": gzip_size(bundle.script),
            "lib": f"/lib.js?{_digest(lib)}",
            "bundle": digest,
        }


def _active_on_loopback(rules: Rules) -> Rules:
    """The rules of a table whose ``inertOn`` is empty: the stub UI is served on loopback."""
    return replace(rules, compiled=rules.compiled | {"inertOn": "(?!)"})


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
