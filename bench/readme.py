"""Keeps the last figures in the README."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docs_build.blocks import fill
from frontend_patch.paths import HOME

README = HOME / "README.md"


def table(results: dict[str, Any]) -> str:
    """The figures as Markdown."""
    lines = ["| | unpatched | patched | difference |", "| --- | ---: | ---: | ---: |"]
    for name, one in results.items():
        if isinstance(one, dict):
            unit, by = one["unit"], f"x {one['ratio']}" if one["unit"] == "ms" else ""
            difference = by or f"{one['difference']:+,.0f} {unit}"
            before, after = (f"{one[ui]:,.0f} {unit}" for ui in ("unpatched", "patched"))
            lines.append(f"| {name} | {before} | {after} | {difference} |")
    lines.append(f"| install | | {results['install ms']} ms | |")
    lines.append(f"| frames until a URL is shown | | {results['frames until a URL is shown']} | |")
    return "\n".join([*lines, "", f"Medians, {results['browser']}, headless, 2 cores.", ""])


def renew_readme(results: dict[str, Any]) -> None:
    """Puts the table between the marks in the README."""
    renew(README, table(results))


def renew(file: Path, figures: str) -> None:
    """Puts Markdown between the marks in a file."""
    file.write_text(fill(file.read_text(), {"bench": lambda: figures}))
