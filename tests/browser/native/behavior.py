"""Compares what code does on the patched and on the unpatched page."""

from __future__ import annotations

from tests.support.url_probe import Tabs

PAGE = "https://openhands.example.com/conversations/3f0c8a527a1e4b609c2d0a1b2c3d4e5f"

_BEHAVE = """
async ([body, url]) => {
  const first = (target, ...types) => new Promise((resolve) => {
    for (const type of types) target.addEventListener(type, () => resolve(type), { once: true });
  });
  const caught = async (call) => {
    try { return typeof await call(); } catch (error) { return `${error.name}: ${error.message}`; }
  };
  const socketUrl = new URL(url, location).href.replace(/^http/, 'ws');
  const runtimeSocket = 'wss://openhands.example.com/runtime/x';
  const AsyncFunction = (async () => {}).constructor;
  return await new AsyncFunction('url', 'first', 'caught', 'socketUrl', 'runtimeSocket', body)(
    url, first, caught, socketUrl, runtimeSocket);
}
"""


def assert_as_without_the_patch(tabs: Tabs, body: str, url: str) -> None:
    """Runs the body of a function on both pages; what it returns must be the same."""
    patched, unpatched = (
        tabs.at(PAGE, ui).evaluate(_BEHAVE, [body, url]) for ui in ("patched", "unpatched")
    )
    assert patched == unpatched
