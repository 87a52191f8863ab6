"""Helpers for the tests of responses."""

from __future__ import annotations

import json
from typing import Any

from demo.addresses import HOST, UUID, C
from frontend_patch.paths import RULES

TABLE = json.loads(RULES.read_text())
CONVERSATION = f"https://{HOST}/conversations/{UUID}"
VSCODE = f"https://49955-{C}.runtime.{HOST}/?tkn=secret&folder=/workspace"

PATH = f"/api/conversations/{UUID}/vscode-url"
BODY: dict[str, Any] = {
    "vscode_url": "http://localhost:49955/?tkn=secret&folder=/workspace",
    "n": 1.0,
    "é": None,
}
