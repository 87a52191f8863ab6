"""The pages that are measured: each without the patch, with an empty script, and with the patch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from demo.patched import patched_copy
from frontend_patch.bundle.build import Bundle
from frontend_patch.paths import STUB_UI
from tests.support.react_ui.build import build_react_ui

#: The empty script shows how far apart two equal pages are.
UIS = ("unpatched", "empty", "patched")

#: The unpatched page, but it writes the URLs that the patch shows. Their text is longer.
REWRITTEN = "rewritten"

_EMPTY = b"(() => {})();\n"
_CLOCK = b"<script>var %s = performance.now();</script>"


def build_pages(folder: Path, bundle: Bundle) -> dict[str, Path]:
    """Writes the pages into a folder.

    Returns:
        The folder of each page, by name: ``stub-patched``, ``react-empty`` and so on. The
        pages ``install-…`` have the times before and after the script as ``benchStart`` and
        ``benchEnd``.
    """
    react = folder / "react"
    build_react_ui(react)
    scripts = {"empty": replace(bundle, script=_EMPTY), "patched": bundle}
    pages = {}
    for name, ui in {"stub": STUB_UI, "react": react}.items():
        pages[f"{name}-unpatched"] = ui
        for which, script in scripts.items():
            pages[f"{name}-{which}"] = patched_copy(ui, folder / f"{name}-{which}", script)
    for which, script in scripts.items():
        page = patched_copy(STUB_UI, folder / f"install-{which}", script)
        index = page / "index.html"
        index.write_bytes(_with_clocks(index.read_bytes(), script.script))
        pages[f"install-{which}"] = page
    return pages


def _with_clocks(html: bytes, script: bytes) -> bytes:
    """Puts a script before and after the element that contains a script."""
    inside = html.index(script)
    start = html.rindex(b"<script", 0, inside)
    end = html.index(b"</script>", inside) + len(b"</script>")
    clocks = (_CLOCK % b"benchStart", _CLOCK % b"benchEnd")
    return html[:start] + clocks[0] + html[start:end] + clocks[1] + html[end:]
