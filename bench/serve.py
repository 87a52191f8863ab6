"""``python -m bench.serve`` measures how soon ``build.py serve`` shows a saved change."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click
from playwright.sync_api import Page, sync_playwright

from tests.support.browser import which_chromium
from tests.support.served_project import served_project

_ROUNDS = 20

# Resolves to the time at which the browser has painted a frame with the new build.
_EXPECT_BUILD = """
() => {
  globalThis.renewed = new Promise((resolve) =>
    new MutationObserver((_, observer) => {
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
    }).observe(document.getElementById('build'), { attributeFilter: ['data-bundle'] }),
  );
}
"""
_LOADED = """
() => performance.timeOrigin + performance.getEntriesByType('navigation')[0].loadEventEnd
"""


@dataclass(frozen=True)
class _Edit:
    """Replaces ``old`` in a file of src_js with ``new`` and the number of the round."""

    file: str
    old: str
    new: str


_EDITS = {
    "rules.json": _Edit("rules.json", '"never": []', '"never": [%d]'),
    "a module of src_js": _Edit("log.js", "[frontend-patch]", "[frontend-patch %d]"),
}


@click.command()
def main() -> None:
    """Measure the time from a save until the explorer and the stub UI show the change."""
    for name, samples in _measure().items():
        click.echo(f"{name:<48} median {median(samples):.0f} ms, at most {max(samples):.0f} ms")


def _measure() -> dict[str, list[float]]:
    """Milliseconds, one sample per round, by saved file and page."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served_project(Path(folder) / "project") as project,
        sync_playwright() as playwright,
        playwright.chromium.launch(**which_chromium(playwright)) as browser,
    ):
        stub, explorer = browser.new_page(), browser.new_page()
        stub.goto(project.stub)
        explorer.goto(project.explorer)
        explorer.wait_for_selector("#build[data-bundle]")
        results = {}
        for what, edit in _EDITS.items():
            click.echo(f"{what}, {_ROUNDS} times", err=True)
            path = project.root / "src_js" / edit.file
            original = path.read_text()
            texts = [
                original.replace(edit.old, edit.new % number, 1) for number in range(1, _ROUNDS + 1)
            ]
            shown, loaded = zip(*(_save(path, text, explorer, stub) for text in texts), strict=True)
            results[f"{what}: shown in the explorer"] = list(shown)
            results[f"{what}: stub UI reloaded"] = list(loaded)
        return results


def _save(path: Path, text: str, explorer: Page, stub: Page) -> tuple[float, float]:
    """Milliseconds from the save until each page shows the change."""
    explorer.evaluate(_EXPECT_BUILD)
    with stub.expect_event("load"):
        path.write_text(text)
        saved = time.time() * 1000
        shown: float = explorer.evaluate("renewed")
    loaded: float = stub.evaluate(_LOADED)
    return shown - saved, loaded - saved


if __name__ == "__main__":
    main()
