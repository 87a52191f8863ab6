"""Builds the explorer's state and the stub UI from the current table and src_js."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from frontend_patch.bundle.build import build_bundle, run_esbuild
from frontend_patch.cli.report import gzip_size, relative_to_here
from frontend_patch.digest import short_digest
from frontend_patch.errors import FrontendPatchError
from frontend_patch.inject.inject import inject
from frontend_patch.paths import HOME, STUB_UI
from frontend_patch.progress import Progress
from frontend_patch.rules import vias
from frontend_patch.rules.load import Rules, load_rules

_LIB = HOME / "explorer" / "lib.js"

# Reloads the stub UI when the bundle changes that is named here.
_LIVE = '<script type="module" src="/live.js?{bundle}"></script></body>'


@dataclass
class Building:
    """The result of the last build, and a folder with the stub UI.

    Attributes:
        rules_path: the table's file.
        preset: the preset in force, instead of the table's own choice.
        folder: the folder of the patched stub UI.
        state: ``State`` of explorer/page/types.d.ts.
        lib: explorer/lib.js, bundled as a module.
    """

    rules_path: Path
    preset: str | None
    folder: Path
    state: dict[str, Any] = field(default_factory=dict)
    lib: bytes = b""

    def __post_init__(self) -> None:
        shutil.copytree(STUB_UI, self.folder, dirs_exist_ok=True)

    def run(self, progress: Progress) -> str | None:
        """Builds again. If that fails, the results of the last build stay.

        Returns:
            The error message, or None.
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
        digest = short_digest(stub_bundle.script)
        live = _LIVE.format(bundle=digest).encode()
        (self.folder / "index.html").write_bytes(index.replace(b"</body>", live))
        self.lib = lib
        self.state = {
            "error": None,
            "table": rules.written,
            "compiled": rules.compiled,
            "groups": vias.GROUPS,
            "path": relative_to_here(rules.path),
            "preset": rules.preset,
            "gzip": gzip_size(bundle.script),
            "lib": f"/lib.js?{short_digest(lib)}",
            "bundle": digest,
        }


def _active_on_loopback(rules: Rules) -> Rules:
    """The rules with an empty ``inertOn``, because the stub UI is served on loopback."""
    return replace(rules, compiled=rules.compiled | {"inertOn": "(?!)"})
