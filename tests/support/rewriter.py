"""Runs the rewriter, without the sinks, over many URLs at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from frontend_patch.bundle.build import run_esbuild
from frontend_patch.paths import HEADLESS

_REWRITE_ALL = """
(json) => {
  const [table, cases] = JSON.parse(json);
  const rewriters = new Map();
  const warnings = [];
  const warn = (...warning) => warnings.push(warning.join(' '));
  const rewriterOf = (address) => {
    if (!rewriters.has(address))
      rewriters.set(address, headless.rewriterAt(table, address, { warn }));
    return rewriters.get(address);
  };
  const parsed = (url, base) => { try { return new URL(url, base).href } catch { return null } };
  const results = cases.map(({ page, via, url }) => {
    const { rewrite } = rewriterOf(page);
    const once = rewrite(url, via);
    const alone = headless.rewriterAt(table, page).rewrite(url, via);
    return { once, twice: rewrite(once, via), alone, href: parsed(url, page) };
  });
  return JSON.stringify({ results, warnings });
}
"""


@dataclass(frozen=True)
class Rewritten:
    """What became of one URL.

    Attributes:
        once: rewritten.
        twice: that rewritten again.
        alone: rewritten by a rewriter that has not seen any other URL.
        href: the URL as the browser's parser writes it, or None.
    """

    once: str
    twice: str
    alone: str
    href: str | None


class Rewriter:
    """Runs the headless entry in a blank page, with a compiled table."""

    def __init__(self, page: Page, compiled: dict[str, Any]) -> None:
        script, _ = run_esbuild(HEADLESS, print, "--global-name=headless")
        page.add_script_tag(content=script.decode())
        self._page, self._compiled = page, compiled
        self.warnings: list[str] = []

    def all(self, cases: list[tuple[str, str, str]]) -> list[Rewritten]:
        """The outcome of each (page address, via, URL)."""
        named = [dict(zip(("page", "via", "url"), case, strict=True)) for case in cases]
        # As text: Playwright takes its time over large objects.
        found = json.loads(self._page.evaluate(_REWRITE_ALL, json.dumps([self._compiled, named])))
        self.warnings = found["warnings"]
        return [Rewritten(**result) for result in found["results"]]

    def one(self, page: str, via: str, url: str) -> str:
        """What one URL becomes."""
        return self.all([(page, via, url)])[0].once
