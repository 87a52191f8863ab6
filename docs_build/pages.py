"""The pages of the documentation, and the blocks that are rendered in them."""

from __future__ import annotations

from pathlib import Path

from docs_build import blocks
from docs_build.browsers import browsers_table, oldest_browsers
from docs_build.commands import commands
from docs_build.costs import cost_summary, cost_table, gateway_figures
from docs_build.journeys import journeys
from docs_build.rule_table import table_format
from docs_build.server_patches import server_patches
from docs_build.words import host_classes, presets, vias_table
from frontend_patch.paths import HOME

#: The function that renders each block. ``python -m bench.gateway`` writes the block ``bench``.
RENDERED = {
    "browsers": browsers_table,
    "commands": commands,
    "dockerfile": lambda: f"```dockerfile\n{(HOME / 'docker' / 'Dockerfile').read_text()}```",
    "gateway-figures": gateway_figures,
    "host-classes": host_classes,
    "journeys": journeys,
    "oldest-browsers": oldest_browsers,
    "page-cost-summary": cost_summary,
    "page-costs": cost_table,
    "presets": presets,
    "server-patches": server_patches,
    "table-format": table_format,
    "vias": vias_table,
}


def pages() -> list[Path]:
    """The Markdown files that make up the documentation."""
    return [
        *(HOME / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
        *sorted((HOME / "docs").rglob("*.md")),
        *sorted((HOME / "docker").rglob("*.md")),
    ]


def rendered(text: str) -> str:
    """A page with all its blocks rendered again."""
    return blocks.fill(text, RENDERED)


def render_all() -> list[Path]:
    """Renders the blocks of all pages again, and returns the pages that changed."""
    changed = []
    for page in pages():
        text = page.read_text()
        if (renewed := rendered(text)) != text:
            page.write_text(renewed)
            changed.append(page)
    return changed
