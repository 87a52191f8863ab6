"""Where the page script, the rule table and the npm lock file are."""

from __future__ import annotations

import json
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent

IS_CHECKOUT = (_CHECKOUT / "src_js" / "main.js").is_file()

#: The checkout; in an installed package, the copy inside the wheel.
HOME = _CHECKOUT if IS_CHECKOUT else _PACKAGE / "_home"

MAIN = HOME / "src_js" / "main.js"
HEADLESS = HOME / "src_js" / "headless.js"
RULES = HOME / "src_js" / "rules.json"
SCHEMA = HOME / "src_js" / "rules.schema.json"
OPENHANDS = HOME / "src_js" / "openhands"
STUB_UI = HOME / "demo" / "stub_ui"


def pinned_esbuild() -> str:
    """The version of esbuild that package-lock.json pins."""
    lock = json.loads((HOME / "package-lock.json").read_text(encoding="utf-8"))
    version: str = lock["packages"]["node_modules/esbuild"]["version"]
    return version
