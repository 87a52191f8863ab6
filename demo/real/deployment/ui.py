"""The real UI with the patch, also for a page on loopback."""

from __future__ import annotations

import json
from pathlib import Path

from demo.patched import patched_copy
from demo.real.ui import real_ui
from frontend_patch.bundle.build import build_bundle
from frontend_patch.paths import RULES
from frontend_patch.progress import Progress
from frontend_patch.rules.load import load_rules


def patched_ui(cache: Path, folder: Path, progress: Progress, preset: str | None = None) -> Path:
    """Downloads the UI unless it is there, and patches a copy of it.

    Args:
        cache: where downloaded UIs are kept.
        folder: exists, and receives the rule table and the copy.
        progress: called before each slow step.
        preset: of the rule table, by default the one that it names.

    Returns:
        The folder of the copy.
    """
    original = real_ui(cache, progress)
    progress("Patching the UI")
    table = folder / "rules.json"
    table.write_text(json.dumps(_table(), indent=2))
    return patched_copy(original, folder / "ui", build_bundle(load_rules(table, preset), progress))


def _table() -> object:
    """The rule table, as an operator of this deployment writes it."""
    table = json.loads(RULES.read_text())
    del table["$schema"]
    # The page is on loopback itself, but localhost is the sandbox all the same.
    table["inertOn"] = []
    table["settings"]["onboarding"] = {"onboarded": True, "backend": "app-server"}
    return table
