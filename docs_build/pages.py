"""The pages, and what is rendered in them."""

from __future__ import annotations

from pathlib import Path

from docs_build import blocks
from docs_build.commands import commands
from docs_build.rule_table import table_format
from docs_build.words import host_classes, presets, vias_table
from frontend_patch.paths import HOME

#: What a block holds, by its name. ``bench`` is renewed by ``python -m bench``.
RENDERED = {
    "commands": commands,
    "dockerfile": lambda: f"```dockerfile\n{(HOME / 'docker' / 'Dockerfile').read_text()}```",
    "host-classes": host_classes,
    "presets": presets,
    "table-format": table_format,
    "vias": vias_table,
}


def pages() -> list[Path]:
    """The pages that are written for a reader."""
    return [
        *(HOME / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
        *sorted((HOME / "docs").rglob("*.md")),
        *sorted((HOME / "docker").rglob("*.md")),
    ]


def rendered(text: str) -> str:
    """A page with its blocks as they ought to be now."""
    return blocks.fill(text, RENDERED)
