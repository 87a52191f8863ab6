"""What the reference says of the sinks is what is there."""

from __future__ import annotations

import re

from frontend_patch.paths import HOME
from frontend_patch.rules import vias
from tests.support.real_ui import versions
from tests.support.url_probe import Tabs

PAGE = "https://openhands.example.com/conversations/3f0c8a527a1e4b609c2d0a1b2c3d4e5f"

# A native function has the toString of Function.prototype; a Proxy of ours, one of its own.
_WRAPPED = """
() => {
  // The first request with a hook wraps the other functions of XMLHttpRequest.
  new XMLHttpRequest().open('GET', '/api/settings');
  const { toString } = Function.prototype;
  const isWrapped = (one) => typeof one === 'function' && one.toString !== toString;
  const found = [];
  const look = (owner, prefix) => {
    const descriptors = Object.getOwnPropertyDescriptors(owner);
    for (const [name, { value, get, set }] of Object.entries(descriptors))
      if (name !== 'constructor' && [value, get, set].some(isWrapped)) found.push(prefix + name);
  };
  look(window, '');
  for (const name of Object.getOwnPropertyNames(window)) {
    const { value } = Object.getOwnPropertyDescriptor(window, name) ?? {};
    // An alias, such as Image, has the prototype of another.
    if (value && value.prototype?.constructor === value) look(value.prototype, `${name}.`);
  }
  return found;
}
"""


def _rows() -> list[list[str]]:
    page = (HOME / "docs" / "reference" / "sinks.md").read_text()
    section = page.split("## What each sink covers")[1].split("\n## ")[0]
    _, _, *rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_the_table_of_sinks_has_a_row_for_each_via() -> None:
    assert [row[0].strip("`") for row in _rows()] == [*vias.GROUPS["any"]]


def test_the_table_of_sinks_names_exactly_the_wrapped_functions(tabs: Tabs) -> None:
    patched, unpatched = (
        set(tabs.at(PAGE, ui).evaluate(_WRAPPED)) for ui in ("patched", "unpatched")
    )
    named = {name for row in _rows() for name in re.findall("`([^`]+)`", row[2])}
    events = {"navigate", "click", "auxclick", "submit", "frame"}
    assert named - events == patched - unpatched


def test_the_versions_are_those_that_the_tests_run_against() -> None:
    assert versions.stated() == versions.tested()
