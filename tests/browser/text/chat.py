"""Helpers for the tests of text."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from demo.addresses import HOST, C

PAGE = f"https://{HOST}/conversations/{C}"
FRAMES = """
globalThis.frames2 = async () => {
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
};
globalThis.paragraph = () => document.body.appendChild(document.createElement('p'));
"""


def app(port: int, rest: str = "") -> str:
    return f"https://{port}-{C}.runtime.{HOST}/{rest}"


def run(page: Page, body: str, argument: Any = None) -> Any:
    return page.evaluate(f"async (argument) => {{ {body} }}", argument)
